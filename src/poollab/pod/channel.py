"""Questions to the examiner in its container, by its own standard input and output."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from poollab.examiner.asking import with_nonce

LONGEST = 1_000_000  # bytes of a line, and of what it complains about


class Ended(Exception):
    """The examiner's container has ended; the message has its last words."""


class Channel:
    """Made before the container starts, so that nothing of what it says is lost."""

    def __init__(self, client: Any, container: Any) -> None:
        """Attach to a container through the engine's client."""
        streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        self._socket = client.api.attach_socket(container.id, streams)
        self._words = b""
        self._lines = self._read()

    def ask(self, **question: Any) -> dict[str, Any]:
        """Return what is said to a question. Raises Ended.

        It carries the nonce of the question: no other line is taken for an answer.
        """
        nonce = secrets.token_hex(16)
        line = json.dumps(question | {"nonce": nonce}).encode() + b"\n"
        try:
            getattr(self._socket, "_sock", self._socket).sendall(line)
            for said in self._lines:
                if (answer := with_nonce(said, nonce)) is not None:
                    return answer
        except OSError:
            pass
        words = self._words.decode(errors="replace").split("\n")
        raise Ended(next((one for one in reversed(words) if one.strip()), ""))

    def _read(self) -> Iterator[bytes]:
        """Yield the lines of its standard output; keep the end of what it says besides."""
        from docker.utils.socket import STDOUT, frames_iter

        text = b""
        for stream, piece in frames_iter(self._socket, tty=False):  # type: ignore[no-untyped-call]
            if stream != STDOUT:
                self._words = (self._words + piece)[-LONGEST:]
                continue
            *lines, text = (text + piece).split(b"\n")
            yield from lines
            if len(text) > LONGEST:
                return

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()
