"""The wall as a service of a real JupyterHub; the test leads to both, as a proxy does."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from browsing import answers
from waiting import until

from poollab.postgres.instance import Postgres
from poollab.postgres.network import free_port

SECRET, PASSWORD = "0" * 32, "a-password-of-the-room"
CONFIG = """
import os, sys
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
    {{"name": "wall", "url": "http://127.0.0.1:{wall}", "oauth_no_confirm": True,
      "command": [sys.executable, "-m", "poollab.wall"],
      "environment": {{"POOLLAB_WALL_DSN": "{dsn}", "PYTHONPATH": os.environ["PYTHONPATH"]}}}},
    {{"name": "test", "api_token": "{secret}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "user", "scopes": ["self", "access:services!service=wall"]}},
    {{"name": "test", "scopes": ["admin:users", "tokens"], "services": ["test"]}},
]
"""


class ByPath(httpx.HTTPTransport):
    """Leads a request to the hub or the wall by its path, as the hub's proxy does."""

    def __init__(self, hub: int, wall: int) -> None:
        super().__init__()
        self.hub, self.wall = hub, wall

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        to_wall = request.url.path.startswith("/services/wall/")
        request.url = request.url.copy_with(port=self.wall if to_wall else self.hub)
        return super().handle_request(request)


class Hub:
    """A hub that runs; ``browser`` is nobody yet."""

    def __init__(self, public: int, hub: int, wall: int) -> None:
        self.ports = hub, wall
        self.url = f"http://127.0.0.1:{public}"

    def browser(self) -> httpx.Client:
        """Return something that keeps cookies and follows where it is sent."""
        return httpx.Client(
            base_url=self.url, transport=ByPath(*self.ports), follow_redirects=True, timeout=60
        )

    @contextlib.contextmanager
    def log_in(self, name: str) -> Iterator[httpx.Client]:
        """Yield a browser in which somebody has logged in to the hub."""
        with self.browser() as browser:
            browser.get("/hub/login")
            words = {"username": name, "password": PASSWORD, "_xsrf": browser.cookies["_xsrf"]}
            assert browser.post("/hub/login", data=words, follow_redirects=False).is_redirect
            yield browser

    def token(self, name: str, *scopes: str) -> str:
        """Return a token of somebody who is new, with what it may do."""
        head = {"Authorization": f"token {SECRET}"}
        with self.browser() as asking:
            asking.post(f"/hub/api/users/{name}", headers=head)
            answer = asking.post(
                f"/hub/api/users/{name}/tokens", headers=head, json={"scopes": list(scopes)}
            )
        return str(answer.raise_for_status().json()["token"])


@pytest.fixture(scope="module")
def hub(db: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    public, of_hub, of_wall = free_port(), free_port(), free_port()
    config = folder / "config.py"
    config.write_text(
        CONFIG.format(public=public, hub=of_hub, wall=of_wall, password=PASSWORD, secret=SECRET,
                      dsn=db.role("hubwall"))
    )  # fmt: skip
    with running(folder, config):
        until(lambda: answers(f"http://127.0.0.1:{of_hub}/hub/health"), "the hub", limit=120)
        health = f"http://127.0.0.1:{of_wall}/services/wall/health"
        until(lambda: answers(health), "the wall", limit=120)
        yield Hub(public, of_hub, of_wall)


@contextlib.contextmanager
def running(folder: Path, config: Path) -> Iterator[None]:
    """Run a hub with this configuration; end it, with what it started."""
    command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    with (folder / "hub.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=log, stderr=log)
        try:
            yield
        except BaseException:
            print((folder / "hub.log").read_text())
            raise
        finally:
            services = psutil.Process(process.pid).children(recursive=True)
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            for service in services:  # each has a session of its own
                with contextlib.suppress(psutil.NoSuchProcess):
                    service.kill()
            process.wait()


def test_the_host_sees_the_wall_after_the_hubs_login(hub: Hub) -> None:
    with hub.browser() as browser:
        asked = browser.get("/services/wall/")
        assert asked.url.path == "/hub/login"
    with hub.log_in("host") as browser:
        seen = browser.get("/services/wall/")
        assert (seen.status_code, seen.url.path) == (200, "/services/wall/")
        assert "<h1>The wall</h1>" in seen.text
        with browser.stream("GET", "/services/wall/events") as events:
            assert events.status_code == 200
        report = {"task": "03/mend", "verdict": "passed"}
        assert browser.post("/services/wall/reports", json=report).status_code == 401  # no token


def test_a_learner_does_not_see_the_wall(hub: Hub) -> None:
    with hub.log_in("eve") as browser:
        for path in "", "events":
            assert browser.get(f"/services/wall/{path}").status_code == 403


def test_a_login_that_began_elsewhere_is_refused(hub: Hub) -> None:
    with hub.log_in("host") as browser:
        forged = browser.get("/services/wall/oauth_callback?code=1&state=2")
    assert (forged.status_code, "began elsewhere" in forged.text) == (400, True)


def test_a_seat_reports_as_itself_and_only_with_a_token_for_the_wall(hub: Hub) -> None:
    report = {"task": "03/mend", "verdict": "passed"}
    with hub.browser() as asking:

        def told(token: str) -> int:
            head = {"Authorization": f"Bearer {token}"}
            return asking.post("/services/wall/reports", json=report, headers=head).status_code

        assert told(hub.token("ada", "access:services!service=wall")) == 204
        assert told(hub.token("ada", "read:users:name!user=ada")) == 403
        assert told("nonsense") == 401
        assert told(SECRET) == 401  # a service is nobody who learns
    with hub.log_in("host") as browser:
        browser.get("/services/wall/")
        with browser.stream("GET", "/services/wall/events") as events:
            room = next(line for line in events.iter_lines() if '"name": "ada"' in line)
    assert room.count('"number"') == 1


def test_it_does_not_start_without_its_surroundings() -> None:
    for surroundings, word in [({}, "POOLLAB_WALL_DSN"), ({"POOLLAB_WALL_DSN": "x"}, "JupyterHub")]:
        env = {"PYTHONPATH": str(Path(__file__).parents[1] / "src"), **surroundings}
        command = [sys.executable, "-m", "poollab.wall"]
        ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 1
        assert word in ended.stderr and ended.stderr.count("\n") == 1
