# before: contained
# verdict: has not started within
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
