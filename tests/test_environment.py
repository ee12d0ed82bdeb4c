import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from poollab.__main__ import complaint
from poollab.environment import ROOT, Environment
from poollab.install import UNFINISHED, is_sound

FILES = ["pyproject.toml", "README.md", "LICENSE", "environment.yml"]
SMALL = ["uv", "six", "idna"]  # of the lock, for speed


def locked(names: list[str]) -> str:
    """Return the lock's lines for some packages."""
    blocks = (ROOT / "requirements.lock").read_text().split("\n")
    kept, keep = [], False
    for line in blocks:
        if line[:1].isalnum():
            keep = line.split("==")[0] in names
        kept += [line] if keep else []
    return "\n".join(kept) + "\n"


def project_at(root: Path) -> Path:
    """Copy what a set-up reads, with a lock of a few packages."""
    root.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "src" / "poollab", root / "src" / "poollab")
    (root / "requirements.lock").write_text(locked(SMALL))
    return root


def outside(**more: str) -> dict[str, str]:
    """Return this process's variables without any environment's."""
    own = ("CONDA_PREFIX", "CONDA_DEFAULT_ENV", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in own} | more


def command(root: Path, *words: str) -> list[str]:
    return [getattr(sys, "_base_executable", sys.executable), str(root / "src" / "poollab"), *words]


def poollab(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, *words), capture_output=True, text=True, env=outside(**more), cwd=root.parent
    )


def imports(root: Path, name: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Import a package in the project's environment and print where that is."""
    return poollab(root, "run", "python", "-c", f"import {name}, sys; print(sys.prefix)", **more)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first set-up was killed half-way, and whose next command healed it."""
    folder = tmp_path_factory.mktemp("set-up")
    root = project_at(folder / "lab")
    with subprocess.Popen(
        command(root, "env"), stdout=subprocess.PIPE, text=True, start_new_session=True,
        env=outside(TMPDIR=str(folder)),
    ) as killed:  # fmt: skip
        assert killed.stdout
        assert any(line.startswith("Fetching uv") for line in killed.stdout)
        os.killpg(killed.pid, signal.SIGKILL)
    (root / ".venv" / "left-over").touch()
    done = imports(root, "six")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("Making ")
    assert done.stdout.splitlines()[-1] == str(root / ".venv")
    return root


def test_a_killed_set_up_is_made_anew(project: Path) -> None:
    assert not (project / ".venv" / "left-over").exists()


def test_what_nobody_has_imported_is_compiled(project: Path) -> None:
    assert list(project.rglob("site-packages/idna/__pycache__/codec.*.pyc"))


def test_a_second_command_finds_everything_there(project: Path) -> None:
    assert imports(project, "poollab, idna").stdout == f"{project / '.venv'}\n"


def test_a_new_lock_is_installed_into_what_is_there(project: Path) -> None:
    before = (project / "requirements.lock").read_text()
    assert imports(project, "certifi").returncode == 1
    (project / ".venv" / "kept").touch()
    (project / "requirements.lock").write_text(before + locked(["certifi"]))
    done = imports(project, "certifi")
    assert (done.returncode, (project / ".venv" / "kept").exists()) == (0, True)


def test_a_package_that_is_not_the_locked_one_is_refused(project: Path) -> None:
    lock, stamp = project / "requirements.lock", project / ".venv" / "poollab.stamp"
    before, stamped = lock.read_text(), stamp.read_text()
    lock.write_text(before + locked(["h11"]).replace("sha256:", "sha256:00"))
    done = poollab(project, "env")
    lock.write_text(before)
    stamp.write_text(stamped)
    assert done.returncode == 1
    assert "hash" in done.stderr.lower()
    assert imports(project, "h11").returncode == 1


def test_env_puts_back_what_was_changed_by_hand(project: Path) -> None:
    assert poollab(project, "run", "uv", "pip", "uninstall", "six").returncode == 0
    assert imports(project, "six").returncode == 1
    assert poollab(project, "env").returncode == 0
    assert imports(project, "six").returncode == 0


def test_no_network_is_one_line(project: Path) -> None:
    lock, stamp = project / "requirements.lock", project / ".venv" / "poollab.stamp"
    before, stamped = lock.read_text(), stamp.read_text()
    lock.write_text(before.replace("uv==0", "uv==9"))
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_CONFIG_FILE": os.devnull}
    done = poollab(project, "env", PIP_RETRIES="0", PIP_FIND_LINKS="", **nowhere)
    lock.write_text(before)
    stamp.write_text(stamped)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "connect, and run the same again" in done.stderr


def test_an_activated_conda_environment_is_used_instead(tmp_path: Path) -> None:
    root, conda = project_at(tmp_path / "lab"), tmp_path / "conda"
    uv = [sys.executable, "-m", "uv", "venv", "--quiet", "--seed", "--python", sys.executable]
    subprocess.run([*uv, conda], check=True)
    active = {"CONDA_PREFIX": str(conda), "CONDA_DEFAULT_ENV": "pool-lab"}
    done = imports(root, "poollab, six", **active)
    assert done.stdout.splitlines()[-1] == str(conda)
    assert not (root / ".venv").exists()


def test_a_conda_environment_without_python_is_one_line(tmp_path: Path) -> None:
    active = {"CONDA_PREFIX": str(tmp_path), "CONDA_DEFAULT_ENV": "empty"}
    done = poollab(project_at(tmp_path / "lab"), "env", **active)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "conda install python" in done.stderr


def test_condas_base_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "miniconda"))
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
    assert Environment(tmp_path).folder == tmp_path / ".venv"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    root = project_at(tmp_path / "lab")
    (root / ".venv").write_text("in the way")
    done = poollab(root, "env")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Can't set up" in done.stderr


def test_without_a_project_around_it_is_one_line(tmp_path: Path) -> None:
    root = project_at(tmp_path / "lab")
    (root / "requirements.lock").unlink()
    done = poollab(root, "doctor")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_what_takes_seconds_to_import_in_each_process_is_not_locked() -> None:
    """jsonschema takes it along wherever a notebook is read, though nothing there asks for it."""
    assert "\nrfc3987-syntax==" not in (ROOT / "requirements.lock").read_text()


def test_conda_is_given_the_lock_and_a_python_that_will_do() -> None:
    text = (ROOT / "environment.yml").read_text()
    python = re.search(r"- python=(\d+)\.(\d+)\n", text)
    assert python
    assert complaint((int(python[1]), int(python[2]), 0)) is None
    assert "- -r requirements.lock\n" in text


def test_an_update_that_was_killed_is_made_anew(project: Path) -> None:
    environment = Environment(project)
    module = environment.output("-c", "import six; print(six.__file__)")
    assert module
    Path(module).unlink()  # what uv leaves: a package that is there by name only
    environment.stamp.write_text(UNFINISHED)
    assert imports(project, "six").returncode == 0


# The last two spoil the project, and so come last.


def test_a_moved_project_is_set_up_anew(project: Path) -> None:
    moved = project.rename(project.with_name("moved"))
    environment = Environment(moved)
    assert not environment.is_ready()
    assert not is_sound(environment)
    moved.rename(project)


def test_a_broken_python_is_made_anew(project: Path) -> None:
    environment = Environment(project)
    assert environment.is_ready()
    environment.python.unlink()
    environment.python.symlink_to("gone")
    assert environment.stamped() != UNFINISHED
    assert not environment.is_ready()
    assert not is_sound(environment)
