"""What runs in a notebook runs as an answer, too: its cell is a module like another."""

import sys
from collections.abc import Iterator

import pytest

from poollab.examiner.cell import Unplayable, defined

KINDS = """
from __future__ import annotations
from dataclasses import KW_ONLY, dataclass

@dataclass
class Price:
    number: int
    _: KW_ONLY
    price: int

def answer():
    return Price(7, price=42).price
"""
ORM = """
from __future__ import annotations
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]

def answer():
    return Order(number=7, price=42).price
"""
PICKLED = """
import pickle

class Price:
    price = 42

def answer():
    return pickle.loads(pickle.dumps(Price())).price
"""
MODEL = """
from __future__ import annotations
import typing
from pydantic import BaseModel

class Price(BaseModel):
    of: Order

class Order(BaseModel):
    number: int

def answer():
    typing.get_type_hints(Price)
    return Price(of={"number": 42}).of.number
"""
AWAITED = """
import asyncio

price = await asyncio.sleep(0, 42)

def answer():
    return price
"""
SOURCE = """
import inspect

def answer():
    return 42 if "42" in inspect.getsource(answer) else 0
"""


@pytest.fixture(autouse=True)
def no_module() -> Iterator[None]:
    """Leave no answer among the modules."""
    yield
    sys.modules.pop("answer", None)


@pytest.mark.parametrize("source", [KINDS, ORM, PICKLED, MODEL, AWAITED, SOURCE])
def test_what_runs_in_a_notebook_runs_as_an_answer(source: str) -> None:
    assert defined("", source, "answer", began=lambda: None)() == 42


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("%%time\ndef answer(): ...", r"line 1 is a command of the notebook \(%%time\)"),
        ("x = 1\n!pip install x\n", r"line 2 is a command of the notebook \(!pip install x\)"),
        ("def answer():\n    %time x\n", "line 2 is a command of the notebook"),
        ("files = !ls\n", "line 1 is a command of the notebook"),
        ("answer?\n", "line 1 is a command of the notebook"),
        ("?answer\n", "line 1 is a command of the notebook"),
        ("x = 7 % 2 %\n", "line 1 is no Python: invalid syntax"),
        ("x = 1\n\0def answer(): ...", "line 2 has a NUL character in it"),
        ("x = '\0'", "line 1 has a NUL character in it"),
        ("def answer(:", "line 1 is no Python: invalid syntax"),
        ("x = '\ud800'", "the cell does not run: UnicodeEncodeError"),
    ],
)
def test_what_is_no_python_is_said_plainly(source: str, said: str) -> None:
    with pytest.raises(Unplayable, match=said):
        defined("", source, "answer", began=lambda: None)
