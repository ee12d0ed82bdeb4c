# before: the superuser, by POOLLAB_DSN: runs as the instructor
# verdict: found \[\]
import os
import re

secret = re.compile("DSN|PASS|SECRET|TOKEN|KEY$|DATABASE|POSTGRES|DOCKER|POOLLAB", re.IGNORECASE)
found = [name for name in os.environ if secret.search(name) and name != "GPG_KEY"]
raise RuntimeError(f"found {found}")
