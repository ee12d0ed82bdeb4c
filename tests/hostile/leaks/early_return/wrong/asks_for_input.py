# before: not tried
# verdict: EOFError
name = input("Who are you?")
