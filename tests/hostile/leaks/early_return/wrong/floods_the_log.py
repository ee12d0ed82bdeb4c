# before: no limit
# verdict: expected status 200, seen 404
import os
import sys

for _ in range(100):
    os.write(1, bytes(10**6))
    os.write(2, b"x" * 10**6)
    print("x" * 10**6, file=sys.stderr)


def early_return(dsn):
    return shop(dsn)
