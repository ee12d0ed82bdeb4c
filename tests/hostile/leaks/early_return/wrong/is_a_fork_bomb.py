# before: outlives the marking; later students ungraded
# code: wrong|slow
# verdict: has not started within|too slow
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
