"""A real browser and a real Jupyter server, as fixtures."""

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
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
SETTINGS = {
    # Cells out of sight stay in the page, so that the test can look at all of them.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}

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
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(PATIENCE)
    opened.on("pageerror", lambda error: errors.append(error))
    opened.on("request", lambda one: elsewhere.append(one.url) if away(one.url) else None)
    yield opened
    opened.close()
    ours = [one for one in errors if not is_of_notebook(one)]
    assert not (ours or elsewhere), (ours, elsewhere)


def is_of_notebook(error: Error) -> bool:
    """Say whether an error is one that Notebook 7.6.5 throws when it opens any notebook."""
    known = "Cannot read properties of undefined (reading 'schema')" in error.message
    return known and "notebook_core" in (error.stack or "")


def away(url: str) -> bool:
    """Say whether an address is on another machine."""
    return url.startswith("http") and "//127.0.0.1:" not in url


@contextlib.contextmanager
def jupyter(
    page: Page, folder: Path, app: str = "jupyterlab", theme: str = "Light"
) -> Iterator[str]:
    """Serve a folder with ``jupyterlab`` or ``notebook``; give the address of a notebook there.

    The page leaves it before it ends, lest it complains of a server that is gone.

    The address has a place for its name: ``address.format("01.ipynb")``.
    """
    settings = folder / "settings" / "@jupyterlab"
    wanted = {**SETTINGS, "apputils-extension/themes": {"theme": f"JupyterLab {theme}"}}
    for name, values in wanted.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    token, port = secrets.token_hex(8), free_port()
    kind = "LabApp" if app == "jupyterlab" else "JupyterNotebookApp"
    command = [
        *(sys.executable, "-m", app, "--no-browser", "--allow-root"),
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}",
        f"--{kind}.user_settings_dir={settings.parent}",
        f"--{kind}.workspaces_dir={folder / 'workspaces'}",
    ]
    with (folder / "jupyter.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        try:
            until(lambda: answers(f"{url}/api?token={token}"), "Jupyter answers", limit=60)
            place = "lab/tree" if app == "jupyterlab" else "notebooks"
            yield f"{url}/{place}/{{}}?token={token}"
            page.goto("about:blank")
        finally:
            server.terminate()
            server.wait(30)


def kernel_is_idle(page: Page) -> None:
    """Wait until the open notebook has a kernel and it is idle.

    A cell that is run earlier may be dropped, or Jupyter asks which kernel to start for it.
    """
    lab = page.get_by_text("Python 3 (ipykernel) | Idle")
    logo = '.jp-NotebookKernelLogo img[title="Python 3 (ipykernel)"]'
    notebook = page.locator(f'body:has({logo}) .jp-Notebook-ExecutionIndicator[data-status="idle"]')
    lab.or_(notebook).wait_for(timeout=120_000)


def answers(url: str) -> bool:
    """Say whether something answers at this address."""
    try:
        return bool(urllib.request.urlopen(url, timeout=5).status == 200)
    except OSError:
        return False
