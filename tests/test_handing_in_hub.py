"""The service as a real JupyterHub runs it: who hands in is whoever the hub says it is."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from browsing import answers
from waiting import until

from poollab.environment import ROOT
from poollab.postgres.network import free_port

SECRET = "0" * 32
FOR_IT = "access:services!service=hand-in"
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
c.DummyAuthenticator.password = "{secret}"
c.Authenticator.allow_all = True
c.Authenticator.admin_users = {{"host"}}
c.JupyterHub.services = [
    {{"name": "hand-in", "url": "http://127.0.0.1:{service}",
      "command": [sys.executable, "-m", "poollab.handing_in", "handed-in"],
      "environment": {{"PYTHONPATH": "{path}"}}}},
    {{"name": "test", "api_token": "{secret}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "user", "scopes": ["self", "access:services!service=hand-in"]}},
    {{"name": "test", "scopes": ["admin:users", "tokens"], "services": ["test"]}},
]
"""


@dataclass(frozen=True)
class Hub:
    """A hub that runs, and its service."""

    folder: Path
    api: str
    service: str

    def token(self, name: str, *scopes: str) -> str:
        """Return a token of somebody, who may be new, with what it may do."""
        head = {"Authorization": f"token {SECRET}"}
        with httpx.Client(base_url=self.api, headers=head, timeout=60) as hub:
            hub.post(f"/users/{name}")
            made = hub.post(f"/users/{name}/tokens", json={"scopes": list(scopes)})
        return str(made.raise_for_status().json()["token"])

    def put(self, token: str) -> int:
        """Hand in with a token; return the status."""
        head = {"Authorization": f"Bearer {token}"}
        return httpx.put(f"{self.service}leaks", content=b"{", headers=head).status_code

    def listed(self, token: str) -> list[str]:
        """Return whose receipts are shown."""
        head = {"Authorization": f"Bearer {token}"}
        return [one["learner"] for one in httpx.get(self.service, headers=head).json()]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    public, port, service = free_port(), free_port(), free_port()
    (folder / "config.py").write_text(
        CONFIG.format(public=public, hub=port, service=service, secret=SECRET, path=ROOT / "src")
    )
    made = Hub(folder, f"http://127.0.0.1:{port}/hub/api",
               f"http://127.0.0.1:{service}/services/hand-in/")  # fmt: skip
    with running(folder):
        until(lambda: answers(f"http://127.0.0.1:{port}/hub/health"), "the hub", limit=120)
        until(lambda: listens(made.service), "the service", limit=120)
        yield made


def listens(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 401
    except httpx.TransportError:
        return False


@contextlib.contextmanager
def running(folder: Path) -> Iterator[None]:
    """Run a hub in a folder; end it, with what it started."""
    command = [sys.executable, "-m", "jupyterhub", "-f", "config.py"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            yield
        except BaseException:
            print((folder / "log").read_text())
            raise
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def test_a_seat_hands_in_as_itself_and_only_with_a_token_for_that(hub: Hub) -> None:
    """A token that a visitor's browser leaves in a seat is for that seat alone."""
    ada = hub.token("ada", FOR_IT)
    visitor = hub.token("host", "access:servers!server=host/")
    assert [hub.put(one) for one in (ada, visitor, "nonsense", SECRET)] == [201, 403, 401, 401]
    assert hub.listed(ada) == ["ada"] and hub.listed(hub.token("bob", FOR_IT)) == []
    assert hub.listed(hub.token("host", FOR_IT)) == ["ada"]
    (kept,) = (hub.folder / "handed-in" / "submitted").glob("*/*/*.ipynb")
    assert kept.read_bytes() == b"{"
