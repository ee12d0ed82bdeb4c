"""A real JupyterHub, without its proxy, that runs one of our services; tokens of who is in it."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from browsing import answers
from waiting import until

from poollab.environment import ROOT
from poollab.postgres.network import free_port

SECRET, PASSWORD = "0" * 32, "a-password-of-the-room"
CONFIG = """
import sys
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    should_start = False
    async def add_route(self, *_): pass
    async def delete_route(self, *_): pass
    async def get_all_routes(self): return {{}}

c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {{"host"}}
c.JupyterHub.services = [
    {{"name": "{name}", "url": "http://127.0.0.1:{service}", "oauth_no_confirm": True,
      "command": [sys.executable, *{command}], "environment": {environment}}},
    {{"name": "test", "api_token": "{secret}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "user", "scopes": ["self", "access:services!service={name}"]}},
    {{"name": "test", "scopes": ["admin:users", "tokens"], "services": ["test"]}},
]
"""


@dataclass(frozen=True)
class Running:
    """A hub that runs in ``folder``: the address it believes to have, its own, its service's."""

    folder: Path
    public: int
    hub: int
    service: int

    def token(self, name: str, *scopes: str) -> str:
        """Return a token of somebody, who may be new, with what it may do."""
        head = {"Authorization": f"token {SECRET}"}
        api = f"http://127.0.0.1:{self.hub}/hub/api"
        with httpx.Client(base_url=api, headers=head, timeout=60) as hub:
            hub.post(f"/users/{name}")
            made = hub.post(f"/users/{name}/tokens", json={"scopes": list(scopes)})
        return str(made.raise_for_status().json()["token"])


@contextlib.contextmanager
def jupyterhub(folder: Path, name: str, *command: str, **environment: str) -> Iterator[Running]:
    """Run a hub with a service that this command of Python starts; end both."""
    one = Running(folder, free_port(), free_port(), free_port())
    path = {"PYTHONPATH": str(ROOT / "src")}
    (folder / "config.py").write_text(
        CONFIG.format(
            public=one.public, hub=one.hub, service=one.service, secret=SECRET, name=name,
            password=PASSWORD, command=list(command), environment=environment | path,
        )
    )  # fmt: skip
    words = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(words, cwd=folder, env=os.environ | path, stdout=log, stderr=log)
        try:
            until(lambda: answers(f"http://127.0.0.1:{one.hub}/hub/health"), "the hub", limit=120)
            yield one
        except BaseException:
            print((folder / "log").read_text())
            raise
        finally:
            end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a hub, and its services, each of which has a session of its own."""
    services = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(60)
    process.kill()
    for service in services:
        with contextlib.suppress(psutil.NoSuchProcess):
            service.kill()
    process.wait()
