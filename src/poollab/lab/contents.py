"""What Jupyter shows of the course: its files, and above the lessons the start page."""

import asyncio
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from poollab.lab.page import page

FOLDER, NAME = "notebooks", "00-start.md"
PATH = f"{FOLDER}/{NAME}"


class Contents(AsyncLargeFileManager):
    """The files, and a page that is none: it is made whenever it is read.

    A file of the learner's that has its name is shown in its place.
    """

    async def get(self, path: str, content: bool = True, *args: Any, **kwargs: Any) -> Any:
        """Return what is at a path, as Jupyter asks for it."""
        is_ours = not await self.file_exists(PATH)
        if is_ours and path.strip("/") == PATH:
            return await self.start_page() if content else entry()
        model = await super().get(path, content, *args, **kwargs)  # type: ignore[no-untyped-call]
        if is_ours and content and model["path"] == FOLDER:
            model["content"].append(entry())
        return model

    async def start_page(self) -> dict[str, Any]:
        """Return the page with its text, made from the notebooks as they are now."""
        text = await asyncio.to_thread(page, Path(self.root_dir))
        digest = hashlib.sha256(text.encode()).hexdigest()
        read = {"content": text, "format": "text", "hash": digest, "hash_algorithm": "sha256"}
        return entry() | read


def entry() -> dict[str, Any]:
    """Return the page as a folder lists it: a file that can't be written."""
    now = datetime.now(UTC)
    return {
        "name": NAME, "path": PATH, "type": "file", "mimetype": "text/markdown", "writable": False,
        "created": now, "last_modified": now, "size": None, "content": None, "format": None,
        "hash": None, "hash_algorithm": None,
    }  # fmt: skip
