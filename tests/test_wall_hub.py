"""The wall as a service of a real JupyterHub; the test leads to both, as a proxy does."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import answers
from jupyterhubs import PASSWORD, SECRET, Running, jupyterhub
from waiting import until

from poollab.postgres.instance import Postgres
from poollab.wall.reporting import verdict_on


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

    def __init__(self, running: Running) -> None:
        self.ports = running.hub, running.service
        self.url = f"http://127.0.0.1:{running.public}"
        self.token = running.token

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


@pytest.fixture(scope="module")
def hub(db: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder, dsn = tmp_path_factory.mktemp("hub"), db.role("hubwall")
    with jupyterhub(folder, "wall", "-m", "poollab.wall", POOLLAB_WALL_DSN=dsn) as running:
        health = f"http://127.0.0.1:{running.service}/services/wall/health"
        until(lambda: answers(health), "the wall", limit=120)
        yield Hub(running)


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
        report = verdict_on("03/mend", passed=True)
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
    report = verdict_on("03/mend", passed=True)
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
