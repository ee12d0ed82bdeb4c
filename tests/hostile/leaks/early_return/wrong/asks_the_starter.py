# before: not tried
# verdict: found \[b'', 'taken'\]
import socket

found = []
with socket.socket(socket.AF_UNIX) as one:
    one.connect("\0poollab-starter")
    try:
        one.sendall(b'["end"]\n')
        found.append(one.recv(100))
    except OSError:
        found.append(b"")
with socket.socket(socket.AF_UNIX) as other:
    try:
        other.bind("\0poollab-starter")
        found.append("bound")
    except OSError:
        found.append("taken")
raise RuntimeError(f"found {found}")
