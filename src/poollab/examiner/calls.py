"""The function of an answer that is no app, called from outside."""

import json
from typing import Any

from poollab.examiner.app import LONGEST, App


class Calls:
    """The answer's function, called from outside."""

    def __init__(self, app: App, name: str) -> None:
        """Call it through this app."""
        self._app, self._name = app, name

    async def call(self, *arguments: Any) -> Any:
        """Return what the function returns; of an error the names of its kinds, and a line.

        Arguments may be nan and infinity; returned they are text.
        """
        call = self._app.expect(
            "/call", 200, method="POST", content=json.dumps(arguments), within=2 * LONGEST,
            headers={"Content-Type": "application/json"},
        )  # fmt: skip
        try:
            async with self._app.limit(LONGEST):
                answer = await call
        except TimeoutError:
            return ("Late",), f"no result within {LONGEST} seconds (does a loop never end?)"
        said = answer.json()
        if isinstance(said, dict) and "error" in said:
            return tuple(said["error"]), said["words"]
        return said.get("result") if isinstance(said, dict) else said
