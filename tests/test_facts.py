"""Facts name cells that are there, and say what is said."""

import re
from pathlib import Path

import nbformat
import quoted
from lessons import LESSONS, read

from poollab.course import glossary
from poollab.environment import ROOT

HERE = Path(__file__).parent


def test_a_fact_is_said_by_a_cell() -> None:
    cells = {f"{n:02}/{cell['id']}" for n in LESSONS for cell in read(n).cells}
    cells |= {f"errors/{cell['id']}" for cell in quoted.read().cells}
    words = nbformat.read(glossary(ROOT), as_version=4).cells
    cells |= {f"glossary/{cell['id']}" for cell in words}
    for path in HERE.glob("test_facts_*.py"):
        for says in re.findall(r"pytest\.mark\.says\(([^)]*)\)", path.read_text()):
            named = set(re.findall(r'"([^"]+)"', says))
            assert named, f"{path.name}: says what? {says}"
            assert named <= cells, f"{path.name}: no such cell: {named - cells}"


def test_a_fact_has_a_sentence() -> None:
    for path in HERE.glob("test_facts_*.py"):
        marked = path.read_text().count("@pytest.mark.says(")
        said = re.findall(r'def test_\w+\([^)]*\) -> None:\n    """', path.read_text())
        assert marked == len(said), f"{path.name}: each fact is marked, and has a docstring"
