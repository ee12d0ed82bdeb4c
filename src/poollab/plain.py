"""Text that other people wrote, made harmless where it is shown: in a table, on a terminal."""

import re

JOINERS = "\u200c\u200d"
"""What is not seen, and still belongs to words of some languages."""
FORMULA = re.compile('["\\s]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')
"""How a cell begins that a spreadsheet would calculate; the wide forms, too."""


def plain(text: str, most: int = 500) -> str:
    """Return a text in one line of at most so many characters, with what is not seen left out.

    So no control character, colour of a terminal, turn of the writing's direction or half a
    character is left.
    """
    seen = "".join(char if char.isprintable() or char in JOINERS else blank(char) for char in text)
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def blank(char: str) -> str:
    """Return a blank for one of another kind, nothing for what is no blank."""
    return " " if char.isspace() else ""


def cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula, nor for two at a ``;``."""
    return defused(plain(text).replace(";", ","))


def defused(text: str) -> str:
    """Return a text so that no spreadsheet calculates it."""
    return f"'{text}" if FORMULA.match(text) else text


def number(value: float) -> str:
    """Return a number with two figures after the point at most, and none that says nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def some(names: list[str], most: int = 10) -> str:
    """Return names as part of a sentence, the first of them if there are too many."""
    shown = [plain(name, 60) for name in names[:most]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
