# before: not tried
# verdict: found \{-1\}
import ctypes
import os

ATTACH, SEIZE = 16, 0x4206
libc = ctypes.CDLL(None, use_errno=True)
others = [int(one) for one in os.listdir("/proc") if one.isdigit() and int(one) != os.getpid()]
found = {libc.ptrace(how, pid, 0, 0) for how in (ATTACH, SEIZE) for pid in others}
raise RuntimeError(f"found {found}")
