# before: not tried
# verdict: found \[\]
import os

found = [
    os.path.join(folder, name)
    for folder, folders, names in os.walk("/")
    if not folder.startswith(("/proc", "/sys"))
    for name in (*names, *folders)
    if name.endswith(".sock")
]
raise RuntimeError(f"found {found}")
