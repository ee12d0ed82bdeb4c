# before: contained
# verdict: SystemExit
exit()
