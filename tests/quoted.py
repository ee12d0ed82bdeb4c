"""The appendix, entry by entry: messages, who says them, and what its cells print."""

import re
from dataclasses import dataclass
from typing import Any

import nbformat
from lessons import text

from poollab.course import appendix
from poollab.environment import ROOT


@dataclass
class Entry:
    """A heading of messages, the paragraph that says who says them, and the cells beneath."""

    id: str
    messages: list[str]
    who: str
    code: str = ""
    printed: str = ""

    @property
    def classes(self) -> list[str]:
        """The errors that the paragraph names, each after a library's name."""
        found = re.findall(r"\*[^*`]+:\* `([\w.]+)`", self.who)
        return [name.rpartition(".")[2] for name in found]

    @property
    def codes(self) -> list[str]:
        """The codes of the server that it names."""
        return re.findall(r"SQLSTATE (\w{5})", self.who)

    def missing(self) -> list[str]:
        """Return the messages that were not printed; an ellipsis stands for what differs."""
        return [each for each in self.messages if not re.search(pattern(each), self.printed)]


def pattern(message: str) -> str:
    """Return what finds a message whatever stands in place of its ellipses."""
    return r"[\s\S]{1,300}?".join(re.escape(part) for part in re.split(" ?… ?", message))


def read() -> Any:
    """Read the appendix."""
    return nbformat.read(appendix(ROOT), as_version=4)


def entries(notebook: Any) -> list[Entry]:
    """Return the entries, with what their cells printed when the notebook was run."""
    found: list[Entry] = []
    under: Entry | None = None
    for cell in notebook.cells:
        if cell.cell_type == "code" and under:
            under.code += cell.source
            under.printed += text(cell)
        elif heading := re.search(r"^### (.+)\n\n(.+)", cell.source, flags=re.M):
            under = Entry(cell.id, re.findall("`(.+?)`", heading[1]), heading[2])
            found.append(under)
        elif cell.source.startswith("## "):
            under = None
    return found
