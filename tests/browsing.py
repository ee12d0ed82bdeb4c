"""A real browser and a real Jupyter server, as fixtures."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    Error,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as NotInTime
from waiting import until

from poollab.postgres.network import free_port

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS: dict[str, dict[str, object]] = {
    # Cells out of sight stay in the page, so that the test can look at all of them.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}

NETWORK_CHANGED = "ERR_NETWORK_CHANGED"
PATIENCE = 60_000  # milliseconds, on the failing path only
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    if CHROMIUM is None:
        if os.environ.get("POOLLAB_REQUIRE_BROWSER"):
            pytest.fail("POOLLAB_REQUIRE_BROWSER is set, but there is no Chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must get along without errors and without any other machine."""
    errors: list[Error] = []
    elsewhere: list[str] = []
    broken: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    opened.on("pageerror", lambda error: errors.append(error))
    opened.on("request", lambda one: elsewhere.append(one.url) if away(one.url) else None)
    opened.on("requestfailed", lambda one: broken.append(one.url) if is_broken(one) else None)
    yield opened
    opened.close()
    ours = [one for one in errors if not (is_of_notebook(one) or broken)]
    assert not (ours or elsewhere), (ours, elsewhere)


def is_broken(request: Request) -> bool:
    """Say whether Chromium broke a request off: a network of this machine came or went."""
    return request.failure == f"net::{NETWORK_CHANGED}"


def is_of_notebook(error: Error) -> bool:
    """Say whether an error is one that Notebook 7.6.5 throws when it opens any notebook."""
    known = "Cannot read properties of undefined (reading 'schema')" in error.message
    return known and "notebook_core" in (error.stack or "")


def away(url: str) -> bool:
    """Say whether an address is on another machine."""
    return url.startswith("http") and "//127.0.0.1:" not in url


@dataclass(frozen=True)
class Jupyter:
    """A Jupyter server: ``folder`` has its settings and its log, the folder above is served."""

    folder: Path
    url: str
    token: str

    def address(self, notebook: Path, app: str = "lab") -> str:
        """Return the address of a notebook, in a workspace of its own if it is for JupyterLab."""
        place = {"lab": f"lab/workspaces/{notebook.parent.name}/tree", "notebook": "notebooks"}[app]
        path = notebook.relative_to(self.folder.parent)
        return f"{self.url}/{place}/{path}?token={self.token}"

    def choose(self, theme: str) -> None:
        """Have pages that are opened from now on in the theme ``Light`` or ``Dark``."""
        keep(self.folder, "apputils-extension/themes", {"theme": f"JupyterLab {theme}"})

    def end_kernels(self) -> None:
        """Shut down every kernel."""
        head = {"Authorization": f"token {self.token}"}
        with httpx.Client(base_url=f"{self.url}/api/", headers=head, timeout=60) as client:
            for session in client.get("sessions").raise_for_status().json():
                client.delete(f"sessions/{session['id']}").raise_for_status()


def keep(folder: Path, name: str, values: dict[str, object]) -> None:
    """Write a setting of a Jupyter server that has its settings in this folder."""
    path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values))


@contextlib.contextmanager
def jupyter(folder: Path, app: str = "lab") -> Iterator[Jupyter]:
    """Serve what is beside a folder with JupyterLab, or with ``notebook``; lessons run embedded."""
    for name, values in SETTINGS.items():
        keep(folder, name, values)
    served = Jupyter(folder, f"http://127.0.0.1:{free_port()}", secrets.token_hex(8))
    module, kind = {
        "lab": ("jupyterlab", "LabApp"), "notebook": ("notebook", "JupyterNotebookApp")
    }[app]  # fmt: skip
    command = [
        *(sys.executable, "-m", module, "--no-browser", "--allow-root"),
        f"--ServerApp.port={served.url.rpartition(':')[2]}",
        f"--IdentityProvider.token={served.token}",
        f"--ServerApp.root_dir={folder.parent}",
        f"--{kind}.user_settings_dir={folder / 'settings'}",
        f"--{kind}.workspaces_dir={folder / 'workspaces'}",
    ]
    with (folder / "jupyter.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings(folder))
        try:
            status = f"{served.url}/api?token={served.token}"
            until(lambda: answers(status), "Jupyter answers", limit=60)
            yield served
        finally:
            server.terminate()
            server.wait(30)


def surroundings(folder: Path) -> dict[str, str]:
    """Return a server's environment: the caller's, without his choices and his progress."""
    his = {"POOLLAB_DSN", "POOLLAB_SMALL", "POOLLAB_WALL"}
    return {name: value for name, value in os.environ.items() if name not in his} | {
        "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}",
        "POOLLAB_POSTGRES": "embedded",
        "POOLLAB_PROGRESS": str(folder / "progress.json"),
    }


@pytest.fixture(scope="module")
def served_lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """JupyterLab, one for the tests of a file."""
    with jupyter(tmp_path_factory.mktemp("jupyterlab")) as served:
        yield served


@pytest.fixture
def lab(served_lab: Jupyter, page: Page) -> Iterator[Jupyter]:
    """JupyterLab, in which a test finds no guess and leaves no kernel; it serves ``tmp_path``."""
    served_lab.choose("Light")
    (served_lab.folder / "guesses.json").unlink(missing_ok=True)
    yield served_lab
    leave(page, served_lab)


def leave(page: Page, served: Jupyter) -> None:
    """End every kernel; the page leaves before, lest it complains that they are gone."""
    page.goto("about:blank")
    served.end_kernels()


def open_notebook(page: Page, address: str, tab: str | None = None) -> None:
    """Go to a notebook, or to an address where it has this tab, and wait for its kernel.

    Seldom JupyterLab opens only the folder that it is in, or what it opens late stands before it:
    then it is asked once more.
    """
    try:
        opens(page, address, tab, PATIENCE)
    except NotInTime:
        opens(page, address, tab, 2 * PATIENCE)


def opens(page: Page, address: str, tab: str | None, timeout: float) -> None:
    """Open a notebook, whose kernel must be idle within so many milliseconds."""
    page.goto(address)
    if tab:
        page.get_by_role("tab", name=tab).click()
    kernel_is_idle(page, timeout)


def kernel_is_idle(page: Page, timeout: float = 2 * PATIENCE) -> None:
    """Wait so many milliseconds until the open notebook has a kernel and it is idle.

    A cell that is run earlier may be dropped, or Jupyter asks which kernel to start for it.
    """
    lab = page.get_by_text("Python 3 (ipykernel) | Idle")
    logo = '.jp-NotebookKernelLogo img[title="Python 3 (ipykernel)"]'
    notebook = page.locator(f'body:has({logo}) .jp-Notebook-ExecutionIndicator[data-status="idle"]')
    lab.or_(notebook).wait_for(timeout=timeout)


def saves(response: Response) -> bool:
    """Say whether this answers to the saving of a notebook."""
    return response.request.method == "PUT" and "/api/contents/" in response.url


def answers(url: str) -> bool:
    """Say whether something answers at this address."""
    try:
        return bool(urllib.request.urlopen(url, timeout=5).status == 200)
    except OSError:
        return False


def shot(view: Locator | Page, name: str) -> None:
    """Keep a screenshot where POOLLAB_SHOTS says, for a person to look at."""
    if folder := os.environ.get("POOLLAB_SHOTS"):
        view.screenshot(path=Path(folder, f"{name}.png"))
