"""What a notebook is made of: its cells, and what they import of the package."""

import ast
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from poollab.environment import ROOT

MAGIC = re.compile(r"\A%%.*\n")  # such as %%writefile: what stands below it is Python, too
PACKAGE = ROOT / "src" / "poollab"
LOCK = ROOT / "requirements.lock"


def digest(notebook: Path) -> str:
    """Return a digest of a notebook, of the rooms that it uses, and of the versions installed.

    When it is another one, what the notebook measures may be something else.
    """
    files = [notebook, LOCK, *(file for part in sorted(parts(notebook)) for file in inside(part))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def parts(notebook: Path) -> set[Path]:
    """Return the folders and modules of the package that a notebook uses, also indirectly."""
    import nbformat
    from IPython.core.inputtransformer2 import TransformerManager

    python = TransformerManager().transform_cell  # of cells with commands such as ``!ls``
    cells = nbformat.read(notebook, as_version=4).cells
    sources = [MAGIC.sub("", cell.source) for cell in cells if cell.cell_type == "code"]
    found: set[Path] = set()
    ahead = {part for source in sources for part in imported(python(source))}
    while ahead:
        part = ahead.pop()
        found.add(part)
        ahead |= needs(part) - found
    return found


@cache
def needs(part: Path) -> frozenset[Path]:
    """Return what the modules of a part of the package import of it."""
    sources = (file.read_text(encoding="utf-8") for file in inside(part) if file.suffix == ".py")
    return frozenset(other for source in sources for other in imported(source))


def inside(part: Path) -> list[Path]:
    """Return the files of a part of the package; a module's ``.js`` and the like are its own."""
    if part.is_file():
        return sorted(part.parent.glob(f"{part.stem}.*"))
    files = (file for file in part.rglob("*") if file.is_file())
    return sorted(file for file in files if "__pycache__" not in file.parts)


def imported(source: str) -> Iterator[Path]:
    """Yield the parts of the package that some Python imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("poollab.") and (part := place(name)):
                yield part


def place(name: str) -> Path | None:
    """Return where a module is: its room as a whole, of the lessons only the one."""
    words = name.split(".")[1:]
    path = PACKAGE.joinpath(*words[: 2 if words[0] == "lessons" else 1])
    if words == ["lessons"]:
        return path / "__init__.py"
    return next((one for one in (path, path.with_suffix(".py")) if one.exists()), None)
