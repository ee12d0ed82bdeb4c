# before: not tried
# verdict: ended its own process
import ctypes

ctypes.string_at(0)
