"""The wrong claims fit the lessons. `make mutants` runs them."""

import pytest
from lessons import LESSONS, read
from mutation import mutants
from test_lessons import CLAIMS


@pytest.mark.parametrize("number", LESSONS)
def test_every_claim_has_wrong_ones(number: int) -> None:
    assert {f"C{n}" for n in CLAIMS[number]} <= {mutant.claim for mutant in mutants(number)}


@pytest.mark.parametrize("number", LESSONS)
def test_a_mutant_changes_what_is_there(number: int) -> None:
    cells = {cell["id"]: cell for cell in read(number).cells}
    for mutant in mutants(number):
        tagged = {i for i in mutant.cells if mutant.claim in cells[i].metadata.get("tags", [])}
        assert tagged, f"{mutant.wrong}: no cell of {mutant.claim} is run"
        for cell, (old, new) in mutant.change.items():
            assert cells[cell].source.count(old) == 1, f"{mutant.wrong}: {cell}: {old}"
            assert old != new
