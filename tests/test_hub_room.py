"""A hub with two learners: walled off, limited, and there again after each fall."""

import ipaddress
import json
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from accessible import faults
from browsing import shot
from hubs import CODE, HOME, PASSWORD, Hub, Learner, build_images, hub
from playwright.sync_api import Browser, Page, expect
from waiting import until

from poollab.hub.command import address

pytestmark = [pytest.mark.docker, pytest.mark.thorough]

# Prints which of the addresses in its arguments take a connection.
REACHES = """
import json, socket, sys
from concurrent.futures import ThreadPoolExecutor
def reaches(address):
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError:
        return False
    return True
with ThreadPoolExecutor(32) as pool:
    print(json.dumps([a for a, yes in zip(sys.argv[1:], pool.map(reaches, sys.argv[1:])) if yes]))
"""
# Asks the hub with the seat's own token.
ASKS = """
import os, sys, urllib.error, urllib.request
head = {"Authorization": "token " + os.environ["JUPYTERHUB_API_TOKEN"]}
for path in sys.argv[1:]:
    try:
        asked = urllib.request.Request("http://hub:8000" + path, headers=head)
        print(urllib.request.urlopen(asked).status)
    except urllib.error.HTTPError as error:
        print(error.code)
"""
FORKS = """
import os, signal, time
made = []
try:
    while len(made) < 5000:
        if (one := os.fork()) == 0:
            time.sleep(600)
            os._exit(0)
        made.append(one)
except BlockingIOError:
    pass
print(len(made))
for one in made:
    os.kill(one, signal.SIGKILL)
"""
CONNECTS = """
import socket
held = []
try:
    for _ in range(300):
        held.append(socket.create_connection(("hub", 8000), timeout=5))
except OSError:
    pass
print(len(held), flush=True)
input()
"""
# Ends the first process whose command has a word.
ENDS = """
import os, pathlib, signal, sys
for one in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
    words = one.read_bytes().split(b"\\0")
    if any(word.endswith(sys.argv[1].encode()) for word in words):
        os.kill(int(one.parent.name), signal.SIGKILL)
        print("ended")
        break
"""


@pytest.fixture(scope="module")
def room() -> Iterator[Hub]:
    """A hub; afterwards nothing of it is left."""
    build_images()
    with hub(POOLLAB_DISK="600M", POOLLAB_MEMORY="1500M") as made:
        yield made
    assert made.left() == []


@pytest.fixture(scope="module")
def two(room: Hub) -> tuple[Learner, Learner]:
    """Two learners in their seats."""
    ada, bob = Learner(room, "ada"), Learner(room, "bob")
    for one in (ada, bob):
        assert one.log_in() == ""
    with ThreadPoolExecutor() as pool:
        list(pool.map(Learner.sit_down, (ada, bob)))
    return ada, bob


@pytest.mark.browser
def test_who_logs_in_twice_finds_the_same_seat(
    room: Hub, two: tuple[Learner, Learner], browser: Browser
) -> None:
    page = browser.new_page()
    log_in(page, room, two[0].name)
    page.wait_for_url("**/user/ada/lab/workspaces/pool-lab/tree/notebooks/00-start.md")
    page.close()


@pytest.mark.browser
def test_axe_finds_nothing_on_the_way_to_a_seat(room: Hub, browser: Browser) -> None:
    page = browser.new_page(reduced_motion="reduce")  # colours change at once
    page.route("**/server/progress", lambda _: None)  # the page stays when the seat is there
    page.goto(room.url)
    assert found_in_both(page, "login") == []
    page.get_by_label("Name").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not the access code")
    assert found_in_both(page, "complaint") == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Access code").fill(CODE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Your seat is being made ready")
    assert found_in_both(page, "starting") == []
    page.close()


def found_in_both(page: Page, what: str) -> list[str]:
    """Return what axe finds in a page of the hub, light and dark."""
    found = []
    for theme in "light", "dark":
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        shot(page, f"hub-{what}-{theme}")
        found += [f"{theme}: {fault}" for fault in faults(page, "body")]
    return found


def log_in(page: Page, room: Hub, name: str) -> None:
    """Fill in the login page, by keyboard alone; a mistake first."""
    page.goto(room.url)
    for code in ("wrong", CODE):
        page.keyboard.type(name if code == "wrong" else "")
        page.keyboard.press("Tab")
        page.keyboard.type("not it" if code == "wrong" else PASSWORD)
        page.keyboard.press("Enter")
        if code == "wrong":
            expect(page.get_by_role("alert")).to_contain_text(f"Somebody here is called {name}")
            shot(page, "hub-login")


def test_a_seat_reaches_the_proxy_and_nobody_else(room: Hub, two: tuple[Learner, Learner]) -> None:
    container = room.container()
    postgres = room.address(room.container("postgres"), f"{room.name}_default")
    outside = room.address(container, f"{room.name}_default")
    inside = room.address(container, f"{room.name}-seat-ada")
    bobs = room.address(room.seat("bob"), f"{room.name}-seat-bob")
    alive = [f"{bobs}:8888", f"{postgres}:5432", f"{outside}:8000", "127.0.0.1:8081"]
    assert reached(container, *alive) == alive
    # an engine that has just made its bridge names no gateway: it is the first address
    config = room.docker.networks.get("bridge").attrs["IPAM"]["Config"][0]
    bridge = config.get("Gateway") or str(next(ipaddress.ip_network(config["Subnet"]).hosts()))
    gateway = re.sub(r"\d+$", lambda last: str(int(last[0]) - 1), inside)
    hosts = [f"{host}:{room.port}" for host in (bridge, gateway, address())]
    others = [f"{inside}:{port}" for port in (8001, 8081, 10101, 10102)]
    away = ["169.254.169.254:80", "1.1.1.1:53", "example.com:80"]
    seat = room.seat("ada")
    assert reached(seat, "hub:8000", *alive[:3], *hosts, *others, *away) == ["hub:8000"]
    assert seat.exec_run(["test", "-e", "/var/run/docker.sock"]).exit_code == 1


def reached(container: object, *addresses: str) -> list[str]:
    """Return which addresses take a connection from a container."""
    found = container.exec_run(["python", "-c", REACHES, *addresses])  # type: ignore[attr-defined]
    assert found.exit_code == 0, found.output
    reached: list[str] = json.loads(found.output)
    return reached


def test_a_seats_token_is_its_learners(room: Hub, two: tuple[Learner, Learner]) -> None:
    ways = ["/hub/api/user", "/hub/api/users", "/hub/api/users/bob", "/user/bob/api/contents"]
    assert room.inside("ada", "python", "-c", ASKS, *ways)[1].split() == [
        "200", "403", "404", "403",
    ]  # fmt: skip


def test_a_seat_has_no_rights_and_a_root_that_stays(
    room: Hub, two: tuple[Learner, Learner]
) -> None:
    status = room.inside("ada", "cat", "/proc/self/status")[1]
    assert re.findall(r"Cap(?:Prm|Eff|Bnd):\t(\w+)", status) == ["0" * 16] * 3
    assert "NoNewPrivs:\t1" in status
    for place in ("/opt/pool-lab/x", "/opt/venv/x", "/srv/x", "/etc/x"):
        assert room.inside("ada", "touch", place)[0] == 1
    assert room.inside("ada", "touch", f"{HOME}/x")[0] == 0


def test_forks_without_end_end(room: Hub, two: tuple[Learner, Learner]) -> None:
    made = int(room.inside("ada", "python", "-c", FORKS)[1])
    assert 100 < made < 1000
    assert all(one.is_seated() for one in two)


def test_all_the_memory_is_a_seats_own(room: Hub, two: tuple[Learner, Learner]) -> None:
    assert room.inside("ada", "python", "-c", "bytearray(3 << 30)")[0] == 137
    assert all(one.is_seated() for one in two)


def test_a_file_without_end_ends(room: Hub, two: tuple[Learner, Learner]) -> None:
    code, said = room.inside("ada", "truncate", "--size", "2G", f"{HOME}/log")
    assert code == 128 + signal.SIGXFSZ, said


def test_300_connections_keep_nobody_out(room: Hub, two: tuple[Learner, Learner]) -> None:
    with room.running("ada", "python", "-c", CONNECTS) as line:
        assert line == "300"
        another = Learner(room, "bob")
        assert another.log_in() == "" and another.is_seated()


def test_a_hub_made_anew_finds_the_seats(room: Hub, two: tuple[Learner, Learner]) -> None:
    """More than a restart: the container is another one."""
    began = [room.seat(one.name).attrs["State"]["StartedAt"] for one in two]
    room.container().remove(force=True)
    said = room.command()
    assert room.url.rpartition(":")[2] in said and CODE in said and PASSWORD in said
    until(lambda: all(one.is_seated() for one in two), "they are in their seats")
    assert [room.seat(one.name).attrs["State"]["StartedAt"] for one in two] == began


def test_a_killed_proxy_is_started_again(room: Hub, two: tuple[Learner, Learner]) -> None:
    ended = room.container().exec_run(["python", "-c", ENDS, "configurable-http-proxy"])
    assert ended.output == b"ended\n"
    until(lambda: two[0].answers(), "the proxy is there again", limit=60)
    until(lambda: all(one.is_seated() for one in two), "they are in their seats", limit=60)


def test_a_full_disk_is_a_learners_own(room: Hub, two: tuple[Learner, Learner]) -> None:
    """The seat is killed, the learner told, and then let in to make room; the files are there."""
    ada, bob = two
    room.inside("ada", "sh", "-c", "echo mine >>exercises/leaks/leaks.ipynb; echo mine >own.txt")
    room.inside("ada", "sh", "-c", "head -c 700M /dev/zero >big; sync; sleep 600")
    until(lambda: not ada.has_a_seat(), "the hub has noticed that the seat is gone", limit=60)
    last = ada.asks_for_a_seat()
    assert last["failed"] and "grown to 0.7 GB, and 0.6 GB are yours" in last["message"]
    ada.sit_down()
    assert room.inside("ada", "rm", "big")[0] == 0
    assert room.inside("ada", "cat", "own.txt")[1] == "mine\n"
    assert room.inside("ada", "tail", "-n", "1", "exercises/leaks/leaks.ipynb")[1] == "mine\n"
    assert bob.is_seated()


def test_the_instructor_has_docker_and_what_was_handed_in(room: Hub) -> None:
    teacher = Learner(room, "instructor")
    assert teacher.log_in() == ""
    teacher.sit_down()
    asks = "import docker; print(docker.from_env().ping())"
    assert room.inside("instructor", "python", "-c", asks) == (0, "True\n")
    assert room.inside("instructor", "touch", "/srv/handed-in/x")[0] == 0
    assert teacher.client.get("/hub/api/users", headers=teacher.head()).status_code == 200


def test_whom_the_instructor_deletes_may_come_anew(room: Hub) -> None:
    """A password was forgotten: the same name, with another."""
    teacher, before, after = (Learner(room, name) for name in ("instructor", "cleo", "cleo"))
    assert teacher.log_in() == before.log_in() == ""
    assert "another password" in after.log_in("another-word")
    gone = teacher.client.delete("/hub/api/users/cleo", headers=teacher.head())
    assert gone.status_code == 204
    assert after.log_in("another-word") == ""


PODS = """
from poollab.pod.pod import pod
with pod():
    print("up", flush=True)
    input()
"""


def test_no_pod_outlives_the_instructors_container(room: Hub) -> None:
    teacher = Learner(room, "instructor")
    assert teacher.log_in() == ""
    teacher.sit_down()
    mine = {"label": [f"poollab.hub={room.name}", "poollab.process"]}
    with room.running("instructor", "python", "-c", PODS) as line:
        assert line == "up" and len(room.docker.containers.list(filters=mine)) == 3
        room.seat("instructor").kill()
        left = partial(room.docker.containers.list, all=True, filters=mine, ignore_removed=True)
        until(lambda: not left(), "the pod is gone", limit=90)


# Has the one kernel of a seat print for as long as it lives.
PRINTS = """
from jupyter_client import BlockingKernelClient, find_connection_file
client = BlockingKernelClient(connection_file=find_connection_file())
client.load_connection_file()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute("import time\\nwhile True: print('on', flush=True); time.sleep(1)")
while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
    pass
print("it prints")
"""


def test_a_seat_that_nobody_uses_is_stopped(room: Hub, two: tuple[Learner, Learner]) -> None:
    """One in which a kernel runs is not, though its page is closed."""
    ada, bob = two
    room.command(POOLLAB_IDLE="20")
    until(lambda: not (ada.has_a_seat() or bob.has_a_seat()), "both are stopped", limit=90)
    bob.sit_down()
    head = {"X-XSRFToken": bob.client.cookies.get("_xsrf", path="/user/bob/") or ""}
    bob.client.post("/user/bob/api/kernels", headers=head).raise_for_status()
    assert room.inside("bob", "python", "-c", PRINTS) == (0, "it prints\n")
    ada.sit_down()
    until(lambda: not ada.has_a_seat(), "the idle one is stopped", limit=90)
    assert bob.has_a_seat() and bob.is_seated()


def test_down_keeps_what_learners_made(room: Hub, two: tuple[Learner, Learner]) -> None:
    room.inside("bob", "sh", "-c", "echo mine >own.txt")
    assert "What learners made is kept" in room.command("down")
    volumes = [f"{room.name}{name}" for name in ("-handed-in", "-home-bob", "_hub", "_wall")]
    assert set(volumes) <= set(room.left())
    assert all("-home-" in name for name in set(room.left()) - set(volumes))
    room.command()
    assert Learner(room, "bob").log_in(code="") == ""
    assert room.kept("bob", "own.txt") == "mine\n"
