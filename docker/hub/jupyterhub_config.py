"""JupyterHub for a room; ``poollab.hub`` has the parts that are ours."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from poollab.hub.signup import INSTRUCTOR, SignUp
from poollab.hub.spawner import Seat, limited, made

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (JupyterHub gives it)

hub = os.environ["POOLLAB_HUB"]
services = "http://hub:8000/services"  # as a seat reaches them, through the proxy

# Nothing but the proxy is heard outside of this container. A seat goes to it for all it needs.
c.JupyterHub.bind_url = "http://:8000"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:8001"
c.Spawner.hub_connect_url = "http://hub:8000"

# Seats go on while the hub is away, and are found again.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.template_paths = [str(Path(__file__).with_name("templates"))]
c.JupyterHub.template_vars = {"instructor": INSTRUCTOR}
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.allow_named_servers = False
c.JupyterHub.shutdown_on_logout = False

c.JupyterHub.authenticator_class = SignUp
c.SignUp.code = os.environ["POOLLAB_CODE"]
c.SignUp.instructor = os.environ["POOLLAB_INSTRUCTOR"]
c.SignUp.tokens = Path("/srv/tokens").read_text().split()
c.SignUp.admin_users = {INSTRUCTOR}
c.SignUp.allow_all = True  # whoever it lets in

c.JupyterHub.spawner_class = Seat
c.Seat.hub_name = hub
c.Seat.within = os.environ["POOLLAB_NETWORKS"]
c.Seat.handed_in = os.environ["POOLLAB_HANDED_IN"]
c.Seat.image = os.environ["POOLLAB_SEAT"]
c.Seat.pull_policy = "never"
c.Seat.cmd = ["python", "/opt/pool-lab/src/poollab", "seat"]
c.Seat.args = ["--log-level=WARN"]
c.Seat.prefix = hub
c.Seat.name_template = "{prefix}-seat-{username}"
c.Seat.volumes = {f"{hub}-home-{{username}}": "/srv/lab"}
c.Seat.use_internal_ip = True
c.Seat.remove = True
c.Seat.mem_limit = os.environ["POOLLAB_MEMORY"]
c.Seat.cpu_limit = float(os.environ["POOLLAB_CPU"])
c.Seat.extra_create_kwargs = made
c.Seat.extra_host_config = limited
c.Seat.start_timeout = 120
c.Seat.poll_interval = 10  # seconds until a seat that was killed is missed
c.Seat.http_timeout = 120
idle = int(os.environ["POOLLAB_IDLE"])
c.Seat.environment = {
    # How often it says when it was last used: one in use must not be taken for idle.
    "JUPYTERHUB_ACTIVITY_INTERVAL": str(max(1, min(300, idle // 6))),
    "POOLLAB_WALL": f"{services}/wall",
    "POOLLAB_HAND_IN": f"{services}/hand-in",
}

python = sys.executable
c.JupyterHub.services = [
    {"name": "idle", "command": [python, "-m", "jupyterhub_idle_culler", f"--timeout={idle}"]},
    {"name": "disk", "command": [python, "-m", "poollab.hub.disk"],
     "environment": {name: os.environ[name] for name in ("POOLLAB_HUB", "POOLLAB_DISK")}},
]  # fmt: skip
c.JupyterHub.load_roles = [
    {
        "name": "idle",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle"],
    },
]

# Learners use these in the browser, and their seats with the token that each has from the hub.
ours = {
    "wall": ("poollab.wall", 10101, {"POOLLAB_WALL_DSN": os.environ["POOLLAB_WALL_DSN"]}),
    "hand-in": ("poollab.handing_in", 10102, {}),
}
for name, (module, port, environment) in ours.items():
    if find_spec(module):
        c.JupyterHub.services.append(
            {
                "name": name,
                "url": f"http://127.0.0.1:{port}",
                "command": [python, "-m", module],
                "environment": environment,
                "oauth_no_confirm": True,
            }
        )
access = [f"access:services!service={name}" for name in ours if find_spec(ours[name][0])]
c.JupyterHub.load_roles += [
    {"name": "user", "scopes": ["self", *access]},
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", *access]},
]
