"""Where the project is on the web, as git's remote says; what needs that is left out without it."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from poollab.course import LESSONS

GITHUB = re.compile(r"(?:https://|ssh://git@|git@)github\.com[/:]([\w-]+)/([\w.-]+?)(?:\.git)?/?$")


FIRST = f"notebooks/{LESSONS[0]}.ipynb"


class Repository(NamedTuple):
    """A repository on GitHub."""

    owner: str
    name: str

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def pages(self) -> str:
        """Where GitHub Pages serves its site, with a slash at the end."""
        of_owner = f"{self.owner.lower()}.github.io"
        return f"https://{of_owner}/" + ("" if self.name.lower() == of_owner else f"{self.name}/")

    @property
    def binder(self) -> str:
        """Where Binder builds it and opens the first lesson."""
        return f"https://mybinder.org/v2/gh/{self.owner}/{self.name}/HEAD?urlpath=lab/tree/{FIRST}"

    @property
    def codespaces(self) -> str:
        """Where Codespaces opens it."""
        return f"https://codespaces.new/{self.owner}/{self.name}"

    def file(self, path: str) -> str:
        """Return where a file of it is read."""
        return f"{self.url}/blob/HEAD/{path}"


def repository(root: Path) -> Repository | None:
    """Return the repository on GitHub that the clone at ``root`` came from; None without one."""
    if not (root / ".git").exists():  # an archive, perhaps in somebody's own repository
        return None
    ask = ["git", "remote", "get-url", "origin"]
    try:
        said = subprocess.run(ask, cwd=root, capture_output=True, text=True).stdout.strip()
    except OSError:
        return None
    found = GITHUB.match(said)
    return Repository(found[1], found[2]) if found else None
