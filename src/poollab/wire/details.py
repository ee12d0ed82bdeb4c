"""What is shown of a message beside its name: never a password, a proof, a key, a row's values."""

import re
import struct
from collections.abc import Callable

MOST = 70  # characters
STATES = {"I": "idle", "T": "in a transaction", "E": "in a failed transaction"}


def detail(name: str, payload: bytes) -> str:
    """Return what may be shown of a message in a line; nothing if it can't be read."""
    show = SHOWN.get(name)
    try:
        line = " ".join(show(payload).split()) if show else ""
    except (IndexError, ValueError, struct.error):
        return ""
    return line if len(line) <= MOST else line[: MOST - 1] + "…"


def words(payload: bytes) -> list[str]:
    """Return the strings in it, each of which ends with a zero byte."""
    return payload.decode("utf-8", "replace").split("\0")


def _startup(payload: bytes) -> str:
    found = words(payload)
    pairs = dict(zip(found[::2], found[1::2], strict=False))
    return ", ".join(f"{name}={pairs[name]}" for name in ("user", "database") if name in pairs)


def _rounds(payload: bytes) -> str:
    """Return how often the password is to be hashed; the salt and the nonce are left out."""
    found = re.search(rb"(?:^|,)i=(\d+)", payload[4:])
    return f"{int(found[1])} rounds of hashing" if found else ""


def _sql(text: str) -> str:
    return "(names a password)" if "password" in text.lower() else text


def _error(payload: bytes) -> str:
    fields = {field[0]: field[1:] for field in words(payload) if field}
    return f"{fields.get('S', '')} {fields.get('C', '')}: {fields.get('M', '')}"


SHOWN: dict[str, Callable[[bytes], str]] = {
    "StartupMessage": _startup,
    "AuthenticationSASL": lambda payload: ", ".join(filter(None, words(payload[4:]))),
    "SASLInitialResponse": lambda payload: words(payload)[0],
    "AuthenticationSASLContinue": _rounds,
    "ParameterStatus": lambda payload: "=".join(words(payload)[:2]),
    "BackendKeyData": lambda payload: f"pid {struct.unpack('>i', payload[:4])[0]}",
    "ReadyForQuery": lambda payload: STATES.get(payload.decode(), ""),
    "Query": lambda payload: _sql(words(payload)[0]),
    "Parse": lambda payload: _sql(words(payload)[1]),
    "CommandComplete": lambda payload: words(payload)[0],
    "ErrorResponse": _error,
    "NoticeResponse": _error,
}
