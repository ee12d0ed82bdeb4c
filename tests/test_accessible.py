"""axe-core finds nothing in the outputs of a lesson, in neither theme; a planted fault it finds."""

from pathlib import Path

import pytest
from accessible import faults, faults_of_outputs
from browsing import Jupyter
from lessons import LESSONS, executed
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("number", LESSONS)
def test_axe_finds_nothing_in_a_lesson(
    number: int, page: Page, lab: Jupyter, tmp_path: Path
) -> None:
    """The run is that of the lesson's own tests: `distribution` has one worker do both."""
    assert faults_of_outputs(executed(number, "embedded"), page, lab, tmp_path) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<img src="data:,">', "image-alt"),
        ("<input type='number'>", "label"),
        ("<p style='color: #999; background: #fff'>pale</p>", "color-contrast"),
    ],
)
def test_axe_finds_a_fault(html: str, fault: str, page: Page) -> None:
    page.set_content(f'<div class="jp-OutputArea">{html}</div>')
    (found,) = faults(page, ".jp-OutputArea")
    assert f"({fault})" in found
