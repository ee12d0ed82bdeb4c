import ast
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.specifiers import SpecifierSet

from poollab import cli
from poollab.__main__ import NEWEST, complaint
from poollab.environment import ROOT

ENTRY = ROOT / "src" / "poollab"


def poollab(*words: str, python: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *python, str(ENTRY), *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


NO_TARGETS = {"run", "seat"}  # for programs, and for an image


def described() -> dict[str, str]:
    return {command.__name__.replace("_", "-"): command.__doc__ or "" for command in cli.COMMANDS}


def test_help_lists_every_command_on_a_line() -> None:
    lines = poollab("--help").stdout.splitlines()
    for name, says in described().items():
        assert [line for line in lines if line.split() == [name, *says.split()]]


def test_grade_says_itself_what_may_be_added() -> None:
    known, others = cli.parser().parse_known_args(["grade", "--help"])
    assert (known.command, others) == (cli.grade, ["--help"])


def test_no_words_at_all_print_the_help() -> None:
    done = poollab()
    assert (done.returncode, done.stdout) == (0, poollab("--help").stdout)


def test_the_way_in_needs_nothing_installed() -> None:
    assert poollab("--help", python=("-I", "-S")).returncode == 0


def test_an_unknown_command_is_an_error() -> None:
    done = poollab("pooling")
    assert done.returncode == 2
    assert "pooling" in done.stderr


def test_words_too_many_are_an_error() -> None:
    done = poollab("doctor", "--now")
    assert done.returncode == 2
    assert "doctor takes no arguments" in done.stderr


def test_run_passes_words_on_in_their_order() -> None:
    words = ["-c", "import sys; print(sys.argv[1:])", "--port", "9000", "x.py", "-k", "y"]
    assert poollab("run", "python", *words).stdout.strip() == str(words[2:])


def test_run_of_nothing_is_one_line() -> None:
    done = poollab("run", "no-such-program")
    assert done.returncode == 1
    assert re.fullmatch(r"There is no program 'no-such-program' in .*\n", done.stderr)


def test_make_alone_prints_the_targets_and_what_they_do() -> None:
    done = subprocess.run(["make", "-C", ROOT, "-s"], capture_output=True, text=True, check=True)
    targets = dict(re.findall(r"make ([\w-]+)\t(.+)", done.stdout))
    assert targets == {name: says for name, says in described().items() if name not in NO_TARGETS}


def test_every_target_is_one_line_over_the_command() -> None:
    recipes = re.findall(r"^([\w-]+): ##.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M)
    assert {name for name, _ in recipes} == described().keys() - NO_TARGETS
    for name, recipe in recipes:
        assert recipe.replace(" $(ARGS)", "") == f"\t$(POOLLAB) {name}\n"


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 19), (NEWEST[0], NEWEST[1] + 1, 0)])
def test_a_python_that_will_not_do_gets_one_line(version: tuple[int, ...]) -> None:
    said = complaint(version)
    assert said
    assert "\n" not in said
    assert f"this is {'.'.join(map(str, version))}." in said
    assert "make lab PYTHON=" in said


def test_pythons_bounds_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    admits = SpecifierSet(project["requires-python"])
    for minor in range(8, 20):
        assert (complaint((3, minor, 0)) is None) == admits.contains(f"3.{minor}")


def test_an_old_python_can_read_the_way_in() -> None:
    source = (ENTRY / "__main__.py").read_text()
    tree = ast.parse(source, feature_version=(3, 7))
    until = source.index("from poollab.cli")
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    first = {ast.unparse(node) for node in imported if node.lineno <= source.count("\n", 0, until)}
    assert first == {"import sys", "from pathlib import Path"}
