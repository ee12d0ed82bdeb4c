# before: contained
# code: wrong|slow
# verdict: has not started within|too slow
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
