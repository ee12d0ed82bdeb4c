"""What an app says when its environment holds nonsense."""

import os
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from poollab.server import serve


def told_at_the_start(create_app: Callable[[], Any], variable: str, value: str | None) -> str:
    """Start an app with one variable set so, or without it; return its ValueError, in one line.

    pydantic's is a ValueError, too. Returns "started!" if the app started.
    """
    environment = {**os.environ, variable: value or ""}
    if value is None:
        del environment[variable]
    try:
        with patch.dict(os.environ, environment, clear=True), serve(create_app(), name="nonsense"):
            return "started!"
    except ValueError as error:
        return " ".join(str(error).split())
