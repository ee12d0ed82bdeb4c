"""The examiner's process, as the kernel sees it: questions go in, verdicts come out."""

import json
import secrets
import subprocess
import sys
import tempfile
import threading
from typing import Any

from poollab.errors import PoolLabError

LIMIT = 150  # seconds until the examiner itself is given up: two examinations, and some more


class Examiner:
    """An examiner in a process of its own; started early, it is ready when first asked."""

    def __init__(self) -> None:
        """Start the process."""
        # a pipe that nobody empties would stop it
        self._words = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "poollab.examiner"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words, text=True,
            start_new_session=True,  # an interrupt of the kernel is not meant for it
        )  # fmt: skip

    @property
    def runs(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    def ask(self, **question: str) -> dict[str, Any]:
        """Return the verdict. Raises PoolLabError when the examiner can't give one.

        A verdict carries the nonce of its question: no other line is taken for one.
        """
        assert self._process.stdin and self._process.stdout
        nonce = secrets.token_hex(16)
        giving_up = threading.Timer(LIMIT, self.stop)
        giving_up.start()
        try:
            self._process.stdin.write(json.dumps(question | {"nonce": nonce}) + "\n")
            self._process.stdin.flush()
            found = (with_nonce(line, nonce) for line in self._process.stdout)
            said = next((one for one in found if one is not None), None)
        except BrokenPipeError:
            said = None
        except BaseException:  # interrupted: a late verdict must not answer the next question
            self.stop()
            raise
        finally:
            giving_up.cancel()
        if said is None:
            self._words.seek(0)
            words = self._words.read().strip().splitlines()
            raise PoolLabError(f"The examiner has ended: {words[-1] if words else 'no reason'}.")
        if "problem" in said:
            raise PoolLabError(said["problem"])
        return said

    def stop(self) -> None:
        """End it, and with it the answer that it tries."""
        self._process.kill()
        self._process.wait()


def with_nonce(line: str | bytes, nonce: str) -> dict[str, Any] | None:
    """Return what a line says if it carries the nonce of the question, without it; else nothing."""
    try:
        said = json.loads(line)
        return said if said.pop("nonce") == nonce else None
    except (ValueError, RecursionError, KeyError, AttributeError, TypeError):
        return None
