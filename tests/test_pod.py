"""A pod gives the verdicts that answers must get, and nothing else to an answer."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from answer_set import FOLDER, TASKS, Answer, all_amiss, answers
from composing import build
from pods import Pods, examined, left, some_pods
from waiting import until

from poollab.errors import PoolLabError
from poollab.examiner import tasks, version
from poollab.pod import template
from poollab.pod.pod import BROKEN, Pod, pod
from poollab.postgres import engine

pytestmark = pytest.mark.docker

AT_ONCE = 3
SEEN_FROM_OUTSIDE = ("list_of_pages", "temp_file")  # what is in memory, and in files
TASK = "sizing/little"  # a plain function: the quickest to examine
REFERENCE = (FOLDER / TASK / "right" / "reference.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def _images() -> None:
    build("seat")
    build("answer")


@pytest.fixture(scope="module")
def pods(_images: None) -> Iterator[Pods]:
    with some_pods(AT_ONCE) as free:
        yield free


@pytest.fixture
def mine(pods: Pods) -> Iterator[Pod]:
    """A pod to attack; at the end it must be as good as before."""
    free = pods.get()
    try:
        yield free
        assert free.examine(TASK, REFERENCE).points == tasks.find(TASK).points
    finally:
        pods.put(free)


def one_wrong() -> list[Answer]:
    """Return a wrong answer to each task, and those that memory and files give away."""
    first: dict[tasks.Task, Answer] = {}
    wrong = [one for one in answers() if not one.is_right]
    for one in wrong:
        first.setdefault(one.task, one)
    return [*first.values(), *(one for one in wrong if one.path.stem in SEEN_FROM_OUTSIDE)]


def test_each_reference_gets_full_points(pods: Pods) -> None:
    these = [one for one in answers() if one.path.stem == "reference"]
    assert len(these) == len(TASKS) and all_amiss(examined(these, pods, AT_ONCE)) == {}


@pytest.mark.thorough  # the same examinations as without a pod: the references show that they run
def test_a_wrong_answer_to_each_task_gets_its_verdict(pods: Pods) -> None:
    these = one_wrong()
    assert (
        len(these) == len(TASKS) + len(SEEN_FROM_OUTSIDE)
        and all_amiss(examined(these, pods, AT_ONCE)) == {}
    )


def said_by(free: Pod, code: str) -> str:
    """Run code as an answer; return the value of its ``found``, as text."""
    verdict = free.examine(TASK, f"{code}\nraise RuntimeError(f'found {{found}}')")
    assert verdict.points == 0 and "RuntimeError: found " in verdict.sentence, verdict
    return verdict.sentence.partition("RuntimeError: found ")[2].partition(" (line ")[0]


LOOKS = """
import json, socket, sys
from poollab.pod.remote import SeenBeside, asked
asked(*sys.argv[1:])
seen, mine = SeenBeside(), socket.create_connection(("127.0.0.1", 5432))
print(len(seen.family()), seen.memory(), seen.written(), *seen.connections(5432))
"""
HOLDS = """
import socket, time
full, one = b"x" * 40_000_000, socket.create_connection(("127.0.0.1", 5432))
with open("/tmp/file", "wb") as file: file.write(bytes(5_000_000))
with open("/tmp/port", "w") as file: print(one.getsockname()[1], file=file)
time.sleep(600)
"""


def test_the_examiner_sees_what_the_answers_processes_hold(mine: Pod) -> None:
    def run(part: str, *words: str, detach: bool = False) -> list[int]:
        found = engine.client().containers.get(f"{mine.name}-{part}")
        said = found.exec_run(["python", "-P", "-c", *words], detach=detach, stderr=False).output
        return [int(word) for word in (said or b"").split()]

    processes, memory, written, *connections = run("examiner", LOOKS, "end")
    assert (processes, written, connections) == (1, 0, []) and memory > 20_000_000
    run("answer", HOLDS, detach=True)
    until(lambda: run("answer", "print(*open('/tmp/port'))"), "it holds all that it is to hold")
    port = run("answer", "print(*open('/tmp/port'))")
    found = run("examiner", LOOKS, "written")
    assert found[0] == 2 and found[1] > memory + 40_000_000 and found[2] >= 5_000_000
    assert found[3:] == port
    until(lambda: run("examiner", LOOKS, "end")[0] == 1, "the engine knows that it has ended")
    assert run("examiner", LOOKS, "written")[2:] == [0]


FILES = r"""
import os
names = ("reference.py", "examine.py", "verdict.py", "queueing.py", "gradebook.db", "answer_set.py")
found = [
    os.path.join(folder, name)
    for folder, _, files in os.walk("/")
    if not folder.startswith(("/proc", "/sys"))
    for name in files
    if name in names or name.endswith(".ipynb")
]
"""


def test_no_solution_no_test_no_examiner_is_there(mine: Pod) -> None:
    assert said_by(mine, FILES) == "[]"


WRITES = r"""
import os
found = []
for folder, folders, _ in os.walk("/"):
    folders[:] = [] if folder in ("/proc", "/sys") else folders
    if os.access(folder, os.W_OK):
        found.append(folder)
"""


def test_it_can_write_to_memory_only(mine: Pod) -> None:
    assert said_by(mine, WRITES) == "['/dev/shm', '/dev/mqueue', '/tmp']"


def test_its_environment_holds_no_secret(mine: Pod) -> None:
    words = said_by(mine, "import os; found = sorted(os.environ)")
    assert set(eval(words)) <= {
        "GPG_KEY", "HOME", "HOSTNAME", "LANG", "PATH", "PIP_DISABLE_PIP_VERSION_CHECK",
        "PIP_NO_CACHE_DIR", "PIP_ROOT_USER_ACTION", "PYTHON_SHA256", "PYTHON_VERSION",
    }  # fmt: skip


def test_it_has_no_power(mine: Pod) -> None:
    code = """
status = dict(line.split(":\\t") for line in open("/proc/self/status") if ":\\t" in line)
names = ("Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp")
found = [" ".join(status[one].split()) for one in names]
"""
    assert eval(said_by(mine, code)) == ["1000 1000 1000 1000", "0" * 16, "0" * 16, "1", "2"]


def addresses() -> list[str]:
    """Return the addresses of this machine but loopback's, and others that must be out of reach."""
    here = [
        one.address for found in psutil.net_if_addrs().values() for one in found
        if one.family == socket.AF_INET and not one.address.startswith("127.")
    ]  # fmt: skip
    return [*here, "172.17.0.1", "169.254.169.254", "1.1.1.1"]


NETWORK = """
import errno, socket
found = set()
for address in %r:
    with socket.socket() as one:
        one.settimeout(2)
        try:
            one.connect((address, 80))
            found.add(f"{address} answers")
        except OSError as error:
            found.add(errno.errorcode.get(error.errno, f"{address}: {error}"))
with open("/proc/net/dev") as file:
    found |= {line.split(":")[0].strip() for line in list(file)[2:]}
"""


def test_no_network_but_loopback(mine: Pod) -> None:
    assert eval(said_by(mine, NETWORK % addresses())) == {"ENETUNREACH", "lo"}


OTHERS = """
import os, signal
found, seen = set(), 0
for pid in filter(str.isdigit, os.listdir("/proc")):
    if int(pid) == 1 or os.stat(f"/proc/{pid}").st_uid != os.getuid():
        seen += int(pid) != 1
        for name in ("environ", "mem", "maps", "fd", "cwd", "root", "io", "exe", "auxv", "stack"):
            try:
                path = f"/proc/{pid}/{name}"
                os.listdir(path) if name in ("fd", "root") else open(path, "rb").read(1)
                found.add(f"{path} can be read")
            except PermissionError:
                pass
        try:
            os.kill(int(pid), signal.SIGTERM if int(pid) == 1 else signal.SIGKILL)
        except PermissionError:
            pass
found = (found, seen > 0)
"""


def test_examiner_and_starter_are_seen_but_neither_read_nor_ended(mine: Pod) -> None:
    assert said_by(mine, OTHERS) == "(set(), True)"


def test_the_superuser_needs_a_password(mine: Pod) -> None:
    code = """
import psycopg
try:
    psycopg.connect("postgresql://postgres@127.0.0.1/postgres")
    found = "connected"
except psycopg.OperationalError as error:
    found = str(error).splitlines()[0]
"""
    assert "no password supplied" in said_by(mine, code)


def opens(free: Pod, password: str) -> bool:
    """Return whether a password is that of the superuser in a pod's PostgreSQL."""
    words = ["psql", f"postgresql://postgres:{password}@127.0.0.1/postgres", "-c", "SELECT 1"]
    found = engine.client().containers.get(f"{free.name}-postgres").exec_run(words)
    return bool(found.exit_code == 0)


def test_each_pod_has_a_password_of_its_own(pods: Pods) -> None:
    these = [pods.get() for _ in range(2)]
    found = [engine.client().containers.get(f"{one.name}-postgres") for one in these]
    environments = [
        dict(word.split("=", 1) for word in one.attrs["Config"]["Env"]) for one in found
    ]
    seen = [opens(one, theirs["POOLLAB_PASSWORD"]) for one in these for theirs in environments]
    for one in these:
        pods.put(one)
    assert seen == [True, False, False, True]


def test_no_pod_can_write_to_what_all_start_from(mine: Pod) -> None:
    postgres = engine.client().containers.get(f"{mine.name}-postgres")
    done = postgres.exec_run(["touch", f"{template.DATA}/PG_VERSION"])
    assert done.exit_code and b"Read-only" in done.output


@pytest.fixture
def volume() -> Iterator[str]:
    """A volume that nobody has made yet."""
    name = f"poollab-template-pod-{secrets.token_hex(6)}"
    yield name
    engine.client().volumes.get(name).remove()


def test_two_who_come_first_make_the_data_once(volume: str) -> None:
    client, image = engine.client(), engine.image_name()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: template.make(client, image, volume), range(2)))
    there = client.containers.run(  # of this image, which has no volume that would stay
        "poollab-answer", ["ls", template.FOLDER, template.DATA], user="root", network_mode="none",
        volumes={volume: {"bind": template.FOLDER, "mode": "ro"}}, remove=True,
    ).decode().split()  # fmt: skip
    assert "made" in there and "PG_VERSION" in there
    assert not any(one.startswith("new-") for one in there)


FORGES = r"""
import os, socket
found = []
with socket.socket(socket.AF_UNIX) as one:
    one.connect("\0poollab-starter")
    try:
        one.sendall(b'["end"]\n')
        found.append(one.recv(100))
    except OSError:
        found.append(b"")
with socket.socket(socket.AF_UNIX) as other:
    try:
        other.bind("\0poollab-starter")
        found.append("bound")
    except OSError:
        found.append("taken")
for signal in range(1, 32):
    os.kill(1, signal)
"""


def test_the_starter_neither_hears_an_answer_nor_is_imitated(mine: Pod) -> None:
    assert eval(said_by(mine, FORGES)) == [b"", "taken"]
    assert mine.examine(TASK, FORGES + REFERENCE).points == tasks.find(TASK).points


LINES = {
    "verdicts": '{"points": 17, "of": 17, "sentence": "Right", "attempted": true}',
    "another place": '["serving", "http://127.0.0.1:5432"]',
    "no place": '["serving", "file:///etc/passwd"]',
    "a number": "5",
    "deep": "[" * 9000,
    "endless": '["raised", "x"]\\n' * 100_000,
    "half a line": '["serv',
}


@pytest.mark.parametrize("what", LINES)
def test_forged_lines_gain_nothing(what: str, mine: Pod) -> None:
    source = f"""
import os, socket, stat, time
for fd in range(3, 100):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            socket.socket(fileno=os.dup(fd)).sendall(({LINES[what]!r} + "\\n").encode())
    except OSError:
        pass
while True:
    time.sleep(1)
"""
    verdict = mine.examine(TASK, source.replace('+ "\\n"', "") if what == "half a line" else source)
    assert verdict.points == 0, verdict


HARM = {
    "a fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "a gigabyte": "one = bytearray(2**30)\nfor place in range(0, 2**30, 4096): one[place] = 1",
    "a full disk": "file = open('/tmp/all', 'wb')\nwhile True: file.write(bytes(10**6))",
    "many files": "for number in range(10**6): open(f'/tmp/{number}', 'w').close()",
    "the end": "import os; os._exit(0)",
}


@pytest.mark.parametrize("what", HARM)
def test_no_harm_is_done_to_the_next_task(what: str, mine: Pod) -> None:
    assert mine.examine(TASK, HARM[what]).points == 0


def test_what_an_answer_prints_goes_nowhere(mine: Pod) -> None:
    prints = "import os\nfor _ in range(100): print('x' * 10**6), os.write(2, bytes(10**6))\n"
    assert mine.examine(TASK, prints + REFERENCE).points == tasks.find(TASK).points


def test_nothing_is_left_for_the_next_task(mine: Pod) -> None:
    leaves = """
import os, pathlib, time
pathlib.Path("/tmp/left/deep").mkdir(parents=True)
pathlib.Path("/dev/shm/left").touch()
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
found = ""
"""
    said_by(mine, leaves)
    looks = """
import os
found = os.listdir("/tmp") + os.listdir("/dev/shm") + [
    pid for pid in os.listdir("/proc")
    if pid.isdigit() and int(pid) not in (1, os.getpid())
    and os.stat(f"/proc/{pid}").st_uid == os.getuid()
]
"""
    assert said_by(mine, looks) == "[]"


def test_who_leaves_what_cannot_be_removed_loses_the_task_only(mine: Pod) -> None:
    """Memory that outlives its maker: the container goes, twice, and with it the memory."""
    code = "import ctypes; ctypes.CDLL(None).shmget(0, 2**20, 0o1600)"
    verdict = mine.examine(TASK, f"{code}\n{REFERENCE}")
    assert (verdict.points, verdict.sentence) == (0, BROKEN)


KILLED = """
from poollab.pod.pod import Pod
made = Pod()
print(made.name, flush=True)
made.start()
print("ready", flush=True)
input()
"""


@pytest.mark.parametrize("when", ["", "ready"])
def test_nothing_is_left_when_the_run_is_killed(when: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", KILLED], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    with process:
        assert process.stdout
        name = process.stdout.readline().strip()
        if when:
            assert process.stdout.readline().strip() == when and len(left(name)) == 3
        else:
            until(lambda: left(name), "the first container")
        guards = psutil.Process(process.pid).children()
        os.killpg(process.pid, signal.SIGKILL)
    until(lambda: not any(one.is_running() for one in guards), "the supervisor has done its work")
    assert guards and left(name) == []


def test_nothing_is_left_behind_a_pod() -> None:
    with pod() as made:
        assert len(left(made.name)) == 3
    assert left(made.name) == []


def test_an_image_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "examinations", lambda: "those of tomorrow")
    with pytest.raises(PoolLabError, match=r"another version .*: run `docker build .*"):
        pod().__enter__()


def test_without_docker_it_says_so_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(PoolLabError, match=r"^Submissions are .*, but no Docker engine answers"):
        pod().__enter__()


@pytest.mark.soak
def test_every_answer_gets_its_verdict_in_a_pod() -> None:
    with some_pods(4) as pods:
        assert all_amiss(examined(answers(), pods, 4)) == {}
