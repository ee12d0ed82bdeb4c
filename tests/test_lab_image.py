"""The images of the course: what is in them, and what runs in them without a network."""

import json
import os
from pathlib import Path

import pytest
from answer_set import answers
from composing import OPTIONS, build, buildkit, megabytes, run, said

from poollab.environment import ROOT
from poollab.examiner.release import Release

pytestmark = pytest.mark.docker

ALONE = ["docker", "run", "--rm", "-i", "--network", "none", "--read-only", "--tmpfs", "/tmp"]
MEMORY = ["--tmpfs", "/srv/lab:mode=1777"]

# Defines each answer as the examiner's process does, and serves the one that is no app.
DEFINED = """
import json, multiprocessing, sys
from poollab.examiner import preloaded, stage
from poollab.examiner.cell import defined

for given, source, name in json.load(sys.stdin):
    function = defined(given, source, name, began=lambda: None)
    print(name, callable(function))
ours, theirs = multiprocessing.Pipe()
process = multiprocessing.Process(target=stage.play, args=(theirs, given, source, name, ()))
process.start()
while (said := json.loads(ours.recv_bytes()))[0] == "began":
    pass
print(*said)
process.kill()
"""


@pytest.fixture(scope="module")
def seat() -> str:
    return build("seat")


@pytest.fixture(scope="module")
def answer() -> str:
    return build("answer")


def test_an_answer_can_read_no_solution(answer: str) -> None:
    found = said(
        *ALONE, answer, "sh", "-c",
        "id -u; find /opt/pool-lab -type f; find / -name '*.ipynb' 2>/dev/null;"
        "for one in cc gcc c++ make git; do command -v $one; done; true",
    ).split()  # fmt: skip
    assert found[0] == "1000"
    code = {one.removeprefix("/opt/pool-lab/src/poollab/") for one in found[1:]}
    assert {one for one in code if not one.endswith(".pyc")} == {
        "/opt/pool-lab/docker/lab/answer.lock",
        "__init__.py", "errors.py", "mystery.py", "request.py",
        "server/__init__.py", "server/heard.py", "server/lifespan.py", "server/live.py",
        "server/serving.py",
        "examiner/apart.py", "examiner/cell.py", "examiner/clock.py", "examiner/link.py",
        "examiner/preloaded.py", "examiner/stage.py", "examiner/starter.py", "examiner/version.py",
    }  # fmt: skip


def test_each_reference_runs_in_the_image_of_an_answer(answer: str) -> None:
    references = [one for one in answers() if one.path.stem == "reference"]
    cells = [
        (Release.of(one.task.assignment).given, one.source, one.task.name) for one in references
    ]
    cells.sort(key=lambda cell: cell[2] == "deadlock")  # a plain function, to be served, comes last
    lines = said(*ALONE, answer, "python", "-c", DEFINED, stdin=json.dumps(cells)).splitlines()
    assert lines[:-1] == [f"{name} True" for _, _, name in cells]
    assert lines[-1].startswith("serving http://127.0.0.1:")


def test_no_image_is_bigger_than_it_should_be(seat: str, answer: str) -> None:
    assert megabytes(seat) < 900 and megabytes(answer) < 300


@pytest.mark.thorough
def test_a_lesson_runs_alone_in_the_seat(seat: str) -> None:
    """Without a network, in 600 MB, and with nothing to write to but memory."""
    said(
        *ALONE, "--memory", "600m", *MEMORY, seat, "sh", "-c",
        "python /opt/pool-lab/src/poollab seat --version && cd ~/pool-lab"
        " && make doctor"
        " && jupyter execute notebooks/03-what-pooling-is.ipynb --output=/tmp/run.ipynb"
        " && grep -q 'from the embedded package' /tmp/run.ipynb"
        " && ! grep -q '\"output_type\": \"error\"' /tmp/run.ipynb",
    )  # fmt: skip


def test_it_says_whose_the_folder_is(seat: str, tmp_path: Path) -> None:
    done = run(*ALONE, *MEMORY, "--user", "4321:4321", "-v", f"{tmp_path}:/srv/lab/pool-lab", seat)
    assert done.returncode == 1 and done.stdout == ""
    owner = f"{tmp_path.stat().st_uid}:{tmp_path.stat().st_gid}"
    assert done.stderr == (
        f"/srv/lab/pool-lab belongs to user {tmp_path.stat().st_uid}, and the lab runs as "
        f"4321:4321: start it with POOLLAB_USER={owner}.\n"
    )


def test_it_says_that_there_is_no_room(seat: str) -> None:
    done = run(*ALONE, "--tmpfs", "/srv/lab:mode=1777,size=1m", seat)
    assert done.returncode == 1 and "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1 and "start it again" in done.stderr


def test_it_says_that_the_packages_are_of_another_version(seat: str) -> None:
    line = "echo 'another' >>~/pool-lab/requirements.lock; cd ~/pool-lab; make progress"
    setup = "python /opt/pool-lab/src/poollab seat --version >/dev/null; " + line
    done = run(*ALONE, *MEMORY, seat, "sh", "-c", setup)
    assert done.returncode and "This image has packages for another version" in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("target", ["answer", "seat"])
def test_buildkit_builds_it_too(target: str) -> None:
    docker, image = buildkit(), f"poollab-test-buildkit-{target}"
    try:
        done = run(
            docker, "build", "--progress", "plain", "--file", "lab/Dockerfile", "--target", target,
            "--tag", image, *os.environ.get(OPTIONS, "").split(), str(ROOT), DOCKER_BUILDKIT="1",
        )  # fmt: skip
        assert done.returncode == 0 and "exporting layers" in done.stderr, done.stderr[-2000:]
        assert (
            said(
                "docker",
                "run",
                "--rm",
                "--network",
                "none",
                image,
                "python",
                "-c",
                "import asyncpg",
            )
            == ""
        )
    finally:
        run("docker", "image", "rm", "--force", image)
