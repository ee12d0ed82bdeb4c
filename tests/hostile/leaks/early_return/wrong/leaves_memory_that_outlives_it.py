# before: not tried
# code: broken
# verdict: brought down the container
import ctypes

ctypes.CDLL(None).shmget(0, 2**20, 0o1600)
