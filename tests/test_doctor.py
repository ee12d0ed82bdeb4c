import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import needs_pgbouncer

from poollab import doctor, pins
from poollab.environment import ROOT
from poollab.pgbouncer import binary, image

Lines = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lines:
    """Run doctor with some variables; return its exit code and its lines by thing."""

    def run(**variables: str) -> tuple[int, dict[str, str]]:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        code = doctor.report()
        lines = capsys.readouterr().out.splitlines()
        return code, {line[5:].split(":")[0]: line for line in lines}

    return run


def test_every_thing_has_a_line_and_the_exit_code_counts_fails(report: Lines) -> None:
    code, lines = report()
    assert list(lines) == list(doctor.CHECKS)
    assert all(line.startswith(("OK   ", "FAIL ")) for line in lines.values())
    assert code == any(line.startswith("FAIL") for line in lines.values())
    for thing in ("Python", "packages", "embedded server", "POOLLAB_DSN", "free port"):
        assert lines[thing].startswith("OK   ")


def test_a_server_that_does_not_answer_is_a_fail(report: Lines) -> None:
    code, lines = report(POOLLAB_DSN="postgresql://postgres:secret@127.0.0.1:9/postgres")
    assert code == 1
    assert lines["POOLLAB_DSN"].startswith("FAIL ")
    assert "unset POOLLAB_DSN" in lines["POOLLAB_DSN"]
    assert "secret" not in lines["POOLLAB_DSN"]


def test_no_docker_is_no_fail(report: Lines) -> None:
    _, lines = report(DOCKER_HOST="tcp://127.0.0.1:9")
    assert lines["Docker"].startswith("OK   Docker: no Docker engine answers")
    assert "embedded server" in lines["Docker"]


def test_no_docker_is_a_fail_when_it_is_forced(report: Lines) -> None:
    code, lines = report(DOCKER_HOST="tcp://127.0.0.1:9", POOLLAB_POSTGRES="container")
    assert code == 1
    assert lines["Docker"].startswith("FAIL Docker: POOLLAB_POSTGRES=container, but ")


def test_a_docker_that_hangs_does_not_hang_doctor(report: Lines) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        _, lines = report(DOCKER_HOST=f"tcp://127.0.0.1:{mute.getsockname()[1]}")
    assert lines["Docker"].startswith("OK   Docker: the Docker engine does not answer")


@pytest.mark.docker
def test_an_image_that_is_not_there_is_a_fail(report: Lines) -> None:
    code, lines = report(POOLLAB_IMAGE="poollab/none:1")
    assert code == 1
    assert "`docker pull poollab/none:1`" in lines["Docker"]


def test_no_pgbouncer_is_no_fail_and_says_how_to_get_it(
    report: Lines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = binary.program()
    _, lines = report(POOLLAB_POSTGRES="embedded")
    if program:
        assert lines["PgBouncer"] == f"OK   PgBouncer: {program}"
    monkeypatch.setattr(binary, "ASIDE", [])
    _, lines = report(PATH=str(tmp_path))
    assert lines["PgBouncer"].startswith("OK   PgBouncer: none here")
    assert "apt-get install pgbouncer" in lines["PgBouncer"]


@pytest.mark.docker
def test_pgbouncer_where_docker_answers(report: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_pgbouncer("container")
    _, lines = report()
    assert lines["PgBouncer"] == f"OK   PgBouncer: Docker has the image {image.NAME}"
    monkeypatch.setattr(image, "NAME", "poollab-none")
    _, lines = report()
    assert "Docker builds the image poollab-none when" in lines["PgBouncer"]


def test_a_full_disk_is_a_fail(report: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "DISK", 10**9)
    monkeypatch.setattr(doctor, "MEMORY", 10**9)
    code, lines = report()
    assert code == 1
    assert lines["disk"].startswith("FAIL ")
    assert lines["memory"].startswith("FAIL ")


def test_packages_that_are_not_the_locked_ones(tmp_path: Path) -> None:
    lock = "\n".join(
        [
            "packaging==1.0 \\",
            "    --hash=sha256:00",
            "no-such-package==2.0",
            "only-elsewhere==3.0 ; sys_platform == 'nowhere' \\",
            f"pytest=={pytest.__version__}",
        ]
    )
    (tmp_path / "some.lock").write_text(lock)
    found = pins.strays(tmp_path / "some.lock")
    assert [phrase.split(" is ")[0] for phrase in found] == ["packaging", "no-such-package"]
    assert found[0].endswith(", not 1.0")


def test_the_command_ends_with_the_exit_code() -> None:
    variables = os.environ | {"POOLLAB_DSN": "postgresql://postgres@127.0.0.1:9/postgres"}
    command = [sys.executable, str(ROOT / "src" / "poollab"), "doctor"]
    assert subprocess.run(command, env=variables, capture_output=True).returncode == 1
