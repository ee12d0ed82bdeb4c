"""Lesson 03 in JupyterLab, in a real browser: what a learner sees after Run All."""

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
from playwright.sync_api import Page, expect, sync_playwright
from waiting import wait_for

from poollab.postgres.network import free_port

pytestmark = pytest.mark.browser

LESSON = Path(__file__).parents[1] / "notebooks" / "03-what-pooling-is.ipynb"
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
RUN_LIMIT = 180_000  # milliseconds the whole lesson may take before the test gives up


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    """A page of headless Chromium."""
    if CHROMIUM is None:
        if os.environ.get("POOLLAB_REQUIRE_BROWSER"):
            pytest.fail("POOLLAB_REQUIRE_BROWSER is set, but there is no Chromium")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """JupyterLab on a copy of the lesson: its address and the copy."""
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    copy = Path(shutil.copy(LESSON, tmp_path))
    settings = tmp_path / "settings" / "@jupyterlab"
    (settings / "notebook-extension").mkdir(parents=True)
    (settings / "apputils-extension").mkdir()
    # Cells out of sight stay in the page, so that the test can look at all of them.
    (settings / "notebook-extension" / "tracker.jupyterlab-settings").write_text(
        json.dumps({"windowingMode": "none"})
    )
    (settings / "apputils-extension" / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )
    token, port = secrets.token_hex(8), free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={tmp_path}",
        f"--LabApp.user_settings_dir={settings.parent}",
        f"--LabApp.workspaces_dir={tmp_path / 'workspaces'}",
    ]
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    wait_for(lambda: answers(f"{url}/api?token={token}"), "JupyterLab answers", limit=60)
    yield f"{url}/lab/tree/{LESSON.name}?token={token}", copy
    server.terminate()
    server.wait(30)
    log.close()


def answers(url: str) -> bool:
    """Say whether something answers at this address."""
    try:
        return bool(urllib.request.urlopen(url, timeout=5).status == 200)
    except OSError:
        return False


def test_run_all_in_jupyterlab(browser_page: Page, lab: tuple[str, Path]) -> None:
    page, (address, saved) = browser_page, lab
    code = [cell for cell in json.loads(LESSON.read_text())["cells"] if cell["cell_type"] == "code"]
    errors: list[object] = []
    elsewhere: list[str] = []  # a lesson must work without a network
    page.on("pageerror", lambda error: errors.append(error))
    page.on("request", lambda request: elsewhere.append(request.url) if away(request.url) else None)
    page.goto(address)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    page.locator(".jp-mod-active, .jp-NotebookPanel").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = page.locator(".jp-CodeCell")
    expect(cells).to_have_count(len(code))
    last = cells.last.locator(".jp-InputPrompt")
    expect(last).to_have_text(f"[{len(code)}]:", timeout=RUN_LIMIT)

    prompts = page.locator(".jp-CodeCell .jp-InputArea .jp-InputPrompt").all_inner_texts()
    assert prompts and not {"[*]:", "[ ]:"} & set(prompts)
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr], .jp-mod-error").count() == 0
    pictures = page.locator(".jp-OutputArea img[alt]")
    expect(pictures).to_have_count(6)
    for place in range(6):
        picture = pictures.nth(place)
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
        assert picture.evaluate("image => image.naturalWidth") > 0

    quiz = page.locator(".Quiz", has_text="A pool of 5 has served 60 requests")
    quiz.get_by_text("5", exact=True).first.click()
    expect(quiz).to_contain_text("Yes: opened once, lent 60 times.")
    cards = page.locator(".flip-container").first
    expect(cards).to_contain_text("What is a pool")
    cards.click()
    expect(cards).to_contain_text("A queue of open connections")
    page.locator(".next").first.click()
    expect(cards).to_contain_text("What does a pool save?")
    assert not errors and not elsewhere

    page.keyboard.press("Control+s")
    wait_for(lambda: "outputs" in saved.read_text() and finished(saved), "the notebook is saved")
    shown = json.loads(saved.read_text())
    kinds = [output["output_type"] for cell in shown["cells"] for output in cell.get("outputs", [])]
    assert kinds and "error" not in kinds


def away(url: str) -> bool:
    """Say whether an address is on another machine."""
    return url.startswith("http") and "//127.0.0.1:" not in url


def finished(saved: Path) -> bool:
    """Say whether the saved notebook holds the last cell's execution."""
    code = [cell for cell in json.loads(saved.read_text())["cells"] if cell["cell_type"] == "code"]
    return bool(code[-1]["execution_count"])
