"""Learners played at a hub of this machine, by HTTP and a kernel's websocket as a browser."""

import asyncio
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from bench.cells import cookies, run_cells
from poollab.environment import ROOT

NUMBER = os.environ.get("POOLLAB_LESSON") or "03"
LESSON = next((ROOT / "notebooks").glob(f"{NUMBER}-*.ipynb")).relative_to(ROOT).as_posix()
ASSIGNMENT = "leaks"
PASSWORD = "played-by-the-bench"
LIMIT = 600  # seconds for all that a player does
READS = 4  # seconds with the start page before anything runs: the seat at rest


@dataclass
class Player:
    """One learner: logs in, opens a lesson, runs all its cells, hands in an exercise."""

    port: int
    name: str
    code: str
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each step took."""
    errors: list[str] = field(default_factory=list)
    is_seated: bool = False

    def __post_init__(self) -> None:
        self.url, self.here = f"http://127.0.0.1:{self.port}", f"/user/{self.name}/"

    def browser(self, **more: Any) -> httpx.AsyncClient:
        """Return what asks the hub and the seat."""
        return httpx.AsyncClient(base_url=self.url, **more)

    async def play(self) -> None:
        """Do all of it; what fails is noted, and ends it."""
        async with self.browser(follow_redirects=True, timeout=LIMIT) as self.client:
            try:
                async with asyncio.timeout(LIMIT):
                    await self.steps()
            except TimeoutError:
                self.errors.append(f"not done within {LIMIT} s")
            except (httpx.HTTPError, OSError, LookupError, ValueError) as error:
                self.errors.append(f"{type(error).__name__}: {error}")

    async def steps(self) -> None:
        """Do one step after the other."""
        with self.step("log in"):
            await self.log_in()
        with self.step("seat"):
            await self.sit_down()
        await asyncio.sleep(READS)
        with self.step("open"):
            cells, session = await self.open()
        with self.step("lesson"):
            await self.run(cells, session)
        if await self.is_taken():
            with self.step("hand in"):
                await self.hand_in()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began

    async def log_in(self) -> None:
        """Fill in the login page. Raises ValueError when it stays."""
        page = (await self.client.get("/hub/login")).text
        xsrf = re.findall(r'name="_xsrf" value="([^"]+)"', page)[0]
        form = {"username": self.name, "password": PASSWORD, "code": self.code, "_xsrf": xsrf}
        answer = await self.client.post("/hub/login", data=form, follow_redirects=False)
        if complaint := re.findall(r'class="login_error"[^>]*>\s*([^<]*?)\s*<', answer.text):
            raise ValueError(complaint[0])

    async def sit_down(self) -> None:
        """Have the seat started, and wait until JupyterLab is served. Raises ValueError if not."""
        await self.client.get("/hub/spawn")
        way = f"/hub/api/users/{self.name}/server/progress"
        last: dict[str, Any] = {}
        async with self.client.stream("GET", way, headers=self.head("/hub/")) as events:
            async for line in events.aiter_lines():
                if line.startswith("data:"):
                    last = json.loads(line.removeprefix("data:"))
        if not last.get("ready"):
            raise ValueError(last.get("message", "the seat does not start"))
        self.is_seated = True
        page = await self.client.get(f"{self.here}lab")
        if "jupyter-config-data" not in page.raise_for_status().text:
            raise ValueError("the seat serves no JupyterLab")

    def head(self, path: str) -> dict[str, str]:
        """Return what a request there has to have with it, as JupyterLab's have."""
        return {"X-XSRFToken": self.client.cookies.get("_xsrf", path=path) or ""}

    async def asked(self, method: str, path: str, **more: Any) -> Any:
        """Ask the seat's server; return what it answers."""
        way, head = self.here + path, self.head(self.here)
        answer = await self.client.request(method, way, headers=head, **more)
        return answer.json() if answer.raise_for_status().content else None

    async def open(self) -> tuple[list[str], dict[str, Any]]:
        """Open the lesson and start its kernel; return its cells of code and the session."""
        notebook = await self.asked("GET", f"api/contents/{LESSON}")
        wanted = {"path": LESSON, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        session = await self.asked("POST", "api/sessions", json=wanted)
        cells = notebook["content"]["cells"]
        return [cell["source"] for cell in cells if cell["cell_type"] == "code"], session

    async def run(self, cells: list[str], session: dict[str, Any]) -> None:
        """Run the cells in turn, then shut the kernel down. Raises ValueError at an error."""
        kernel = f"{self.here}api/kernels/{session['kernel']['id']}/channels"
        way = f"ws://127.0.0.1:{self.port}{kernel}?session_id={session['id']}"
        await run_cells(way, cookies(self.client, self.here), cells)
        await self.asked("DELETE", f"api/sessions/{session['id']}")

    async def is_taken(self) -> bool:
        """Return whether this hub has a service to hand in to."""
        answer = await self.client.get("/services/hand-in/", follow_redirects=False)
        # What no service has is the hub's own, to say that there is none.
        return not answer.headers.get("location", "").startswith("/hub/services/")

    async def hand_in(self) -> None:
        """Hand an exercise in, as the learner's own server would. Raises HTTPError if refused."""
        notebook = await self.asked(
            "GET", f"api/contents/exercises/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
        )
        answer = await self.client.post(
            f"/hub/api/users/{self.name}/tokens", headers=self.head("/hub/"),
            json={"note": "bench", "expires_in": LIMIT},
        )  # fmt: skip
        token = answer.raise_for_status().json()["token"]
        async with self.browser(timeout=LIMIT) as seat:
            answer = await seat.put(
                f"/services/hand-in/{ASSIGNMENT}", content=json.dumps(notebook["content"]),
                headers={"Authorization": f"Bearer {token}"},
            )  # fmt: skip
        answer.raise_for_status()

    async def leave(self) -> None:
        """Have the seat stopped."""
        async with self.browser(cookies=self.client.cookies, timeout=60) as hub:
            await hub.delete(f"/hub/api/users/{self.name}/server", headers=self.head("/hub/"))
