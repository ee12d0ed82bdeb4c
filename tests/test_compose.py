"""The course by `docker compose up`, as somebody has it who has Docker and nothing else."""

import contextlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from alerting import MADE_BY
from browsing import open_notebook, shot
from composing import Course, build, course, said
from lessons import LESSONS, read
from playwright.sync_api import Page, expect
from waiting import until

from poollab.pgbouncer import image
from poollab.postgres import engine

pytestmark = [pytest.mark.docker, pytest.mark.thorough]

LESSON = f"notebooks/{LESSONS[3].name}"
CELLS = sum(cell.cell_type == "code" for cell in read(3).cells)

# In the lab: the cells of lesson 07 that make its app, and the one that serves it for Prometheus.
SERVING = f"""
import httpx, json
from poollab import postgres
from poollab.lessons import lesson_07
from poollab.server import serve
cells = json.load(open("notebooks/{LESSONS[7].name}"))["cells"]
names = {{"db": postgres.start(), "lesson_07": lesson_07, "httpx": httpx, "serve": serve}}
for name in {(*MADE_BY, "rules-ring")!r}:
    exec(*["".join(cell["source"]) for cell in cells if cell["id"] == name], names)
print("serving", flush=True)
input()
"""


@pytest.fixture(scope="module")
def lab() -> Iterator[Course]:
    """The services, all of them, and lesson 07's app, long before its alerts are looked at."""
    build("seat")
    image.ensure(engine.client())
    with course() as made:
        made.up("pgbouncer", "prometheus")
        with serving(made):
            yield made
    assert made.left() == []


@contextlib.contextmanager
def serving(lab: Course) -> Iterator[None]:
    """Serve lesson 07's app in the lab."""
    command = [
        "docker",
        "exec",
        "-i",
        "-w",
        "/srv/lab/pool-lab",
        lab.lab(),
        "python",
        "-c",
        SERVING,
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert "serving\n" in iter(process.stdout.readline, "")
        yield
    finally:
        process.communicate("\n")


def address(lab: Course) -> str:
    """Return the one address that the lab has printed."""
    (found,) = re.findall(r"http://\S+", lab.logs())
    return str(found)


def saved(lab: Course) -> str:
    """Return the lesson as it stands in the learner's folder."""
    return lab.inside("cat", f"/srv/lab/pool-lab/{LESSON}")


def outputs(lab: Course) -> list[Any]:
    """Return what the lesson's cells have printed, as it was saved."""
    return [one for cell in json.loads(saved(lab))["cells"] for one in cell.get("outputs", [])]


def in_tree(lab: Course, path: str) -> str:
    """Return the address of a file."""
    base, token = address(lab).split("?")
    return f"{base}lab/tree/{path}?{token}"


@pytest.mark.browser
def test_a_lesson_runs_in_the_browser(lab: Course, page: Page) -> None:
    page.goto(address(lab))
    expect(page.get_by_role("row", name=re.compile("^03 · .* not begun"))).to_be_visible()
    open_notebook(page, in_tree(lab, LESSON))
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    try:
        expect(last).to_have_text(f"[{CELLS}]:", timeout=180_000)
    except AssertionError as error:
        page.keyboard.press("Control+s")
        until(lambda: outputs(lab), "what it has printed is saved")
        errors = [one["traceback"] for one in outputs(lab) if one["output_type"] == "error"]
        raise AssertionError("\n".join(map("\n".join, errors))) from error
    assert page.locator(".jp-mod-error").count() == 0
    page.keyboard.press("Control+s")
    until(lambda: "that was there already: named by POOLLAB_DSN" in saved(lab), "it is saved")
    shot(page, "compose-lesson")
    page.goto("about:blank")


def test_a_wrong_token_opens_nothing(lab: Course) -> None:
    wrong = address(lab)[:-1] + ("0" if address(lab)[-1] != "0" else "1")
    assert httpx.get(wrong, follow_redirects=True).url.path == "/login"
    base = address(lab).split("?")[0]
    assert httpx.get(f"{base}api/contents").status_code == 403
    assert httpx.get(address(lab), follow_redirects=True).url.path.startswith("/lab")


def test_only_loopback_reaches_it(lab: Course) -> None:
    shown = said("docker", "ps", "--filter", f"name={lab.project}", "--format", "{{.Ports}}")
    published = re.findall(r"(\S+)->", shown)
    assert len(published) == 2 and all(one.startswith("127.0.0.1:") for one in published)


def test_pgbouncer_stands_before_the_server(lab: Course) -> None:
    """A role that the lessons make comes through, with no more than its password."""
    code = """
import psycopg
from poollab import postgres
db = postgres.start()
with psycopg.connect(db.dsn.replace("@postgres:5432/", "@pgbouncer:6432/")) as connection:
    print(connection.execute("SELECT current_user = %s", [db.role_name]).fetchone())
console = "postgresql://postgres:pool-lab@pgbouncer:6432/pgbouncer"
with psycopg.connect(console, autocommit=True) as connection:
    print(connection.execute("SHOW VERSION").fetchone())
"""
    lines = lab.inside("python", "-c", code).splitlines()
    assert lines[1] == "(True,)" and "PgBouncer" in lines[2]


def test_prometheus_rings_for_what_lesson_07_serves(lab: Course) -> None:
    def asked(path: str) -> object:
        return httpx.get(f"http://127.0.0.1:{lab.prometheus}/api/v1/{path}").json()["data"]

    def rings() -> bool:
        found = asked("alerts")["alerts"]  # type: ignore[index]
        return [(one["labels"]["alertname"], one["state"]) for one in found] == [
            ("CheckoutIsLong", "firing")
        ]

    until(rings, "the lost connection rings", limit=150)


def test_the_work_outlives_down_and_up(lab: Course) -> None:
    lab.inside("sh", "-c", f"echo >>/srv/lab/pool-lab/{LESSON}")
    before, opens = saved(lab), address(lab)
    lab.up()  # twice is once
    lab.down()
    lab.up()
    assert saved(lab) == before and address(lab) == opens


def test_a_taken_port_is_said(lab: Course) -> None:
    with course(POOLLAB_PORT=str(lab.port)) as other:
        done = other.compose("up", "--detach", "--no-build")
    assert done.returncode
    assert f"127.0.0.1:{lab.port} failed: port is already allocated" in done.stderr


def test_a_folder_in_the_place_of_the_volume(lab: Course, tmp_path: Path) -> None:
    """A bind mount: the folder's owner is the lab's user, and finds his notebooks in it."""
    tmp_path.chmod(0o755)
    owner = f"{tmp_path.stat().st_uid}:{tmp_path.stat().st_gid}"
    with course(POOLLAB_WORK=str(tmp_path), POOLLAB_USER=owner) as other:
        other.up()
        assert (tmp_path / LESSON).stat().st_uid == tmp_path.stat().st_uid
        assert "free_port" in other.inside(
            "cat", "/srv/lab/pool-lab/src/poollab/postgres/network.py"
        )
    assert (tmp_path / LESSON).exists()
