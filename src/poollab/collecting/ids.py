"""Ids and names of students that do no harm, to a folder, a page, a table or a terminal.

An id is a folder's name on every system: letters, digits and ``.@_-``, and no name that Windows
keeps for itself. Where something had to go for that, a digest of the whole follows: two that were
different stay so.
"""

import hashlib
import re
import unicodedata

from poollab.plain import plain

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST = 40  # characters of an id, without what is put behind it
SHOWN = 100  # characters: the gradebook has room for 128


def first_and_last(name: str) -> tuple[str, str]:
    """Return first and last name, as well as that can be told; both may be empty."""
    last, comma, first = (one.strip() for one in shown(name).partition(","))
    if not comma:
        first, _, last = last.rpartition(" ")
    return first, last


def shown(text: str) -> str:
    """Return a name so that it harms no page and no terminal: nothing in it that is not seen."""
    return plain(text, SHOWN)


def slug(text: str) -> str:
    """Return what of a text may be in a folder's name on any system; that may be nothing."""
    kept = re.sub(r"[^\w.@-]+", "-", unicodedata.normalize("NFKC", text))
    kept = kept[:LONGEST].strip("-.")
    return f"id-{kept}" if RESERVED.match(kept) else kept


def student_id(text: str) -> str:
    """Return a text as an id: as it is, or if it can't be that, with a digest behind."""
    text = unicodedata.normalize("NFC", text)
    kept = slug(text)
    return kept if kept and kept == text else f"{kept or 'student'}-{digest(text)}"


def numbered(name: str, number: str) -> str:
    """Return the id of a student whose number is nobody else's."""
    return f"{slug(name.lower())}-{number}".strip("-")


def digest(text: str) -> str:
    """Return a short digest; names of files may have halves of characters in them."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
