"""The playground in JupyterLab: each control turned, each button pressed, as somebody would."""

import re
from pathlib import Path

import nbformat
import pytest
from accessible import faults
from browsing import Jupyter, open_notebook, shot
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

OPEN = """
from poollab import playground

play = await playground.open()
"""
STANDS = "print(play.settings)"


def write(folder: Path, *cells: str) -> Path:
    """Write a notebook; return where it is."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    notebook = new_notebook(
        cells=[new_code_cell(cell.strip()) for cell in cells], metadata={"kernelspec": kernel}
    )
    nbformat.write(notebook, folder / "playground.ipynb")
    return folder / "playground.ipynb"


class Opened:
    """A playground in the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        open_notebook(page, address)
        self.cells = page.locator(".jp-Notebook .jp-CodeCell")
        self.panel = page.locator(".poollab-playground")
        self.view = page.locator(".poollab-view")
        self.lines = page.locator(".poollab-lines")

    def run(self, place: int) -> Locator:
        """Run a cell to its end."""
        cell = self.cells.nth(place)
        before = cell.locator(".jp-InputPrompt").inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        prompt = cell.locator(".jp-InputArea .jp-InputPrompt")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))
        return cell

    def set(self, control: str, value: str) -> None:
        """Turn a control by keyboard."""
        place = self.panel.locator(f'[data-control="{control}"]')
        if place.locator("select").count():
            place.locator("select").select_option(value)
            return
        field = place.locator("input[type=number]")
        field.fill(value)
        field.press("Enter")

    def says(self, words: str) -> None:
        """Wait until this was said lately."""
        expect(self.panel).to_contain_text(re.compile(words))

    def counts(self, **wanted: str) -> None:
        """Wait until the view shows these."""
        for name, words in wanted.items():
            expect(self.view.locator(f'[data-count="{name}"] dd')).to_have_text(re.compile(words))

    def press(self, button: str) -> None:
        """Press a button by keyboard."""
        self.panel.get_by_role("button", name=button, exact=True).press("Enter")


def test_each_control_and_button(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    opened = Opened(page, lab.address(write(tmp_path, OPEN, STANDS)))
    opened.run(0)
    opened.counts(size="of at most 5$")
    value = opened.lines.locator('[data-value="answers"]')
    expect(value).to_have_text(re.compile("[1-9]"))
    shot(page, "playground-begins")

    opened.set("size", "3")
    opened.counts(size="of at most 3$")
    opened.set("overflow", "1")
    opened.counts(size="of at most 4$")
    opened.set("clients", "10000")
    opened.says("at most 300, because .*; 10,000 was asked for")
    opened.set("clients", "30")
    opened.counts(waiting="26", in_use="4")
    for library in ("SQLAlchemy", "psycopg_pool", "asyncpg"):
        opened.set("library", library)
        opened.says(f"a new pool of {library}")
        opened.counts(waiting="26", in_use="4")
    opened.set("query_ms", "300")
    opened.says("sleeps for 300 ms")
    opened.set("timeout", "0.1")
    opened.says("get 503")
    opened.set("timeout", "10")
    opened.set("query", "computes")
    opened.set("query_ms", "5")
    opened.says("computes for 5 ms")
    opened.set("load", "arrivals")
    opened.set("rate", "50")
    opened.says("50 requests a second arrive")
    opened.set("load", "clients")
    opened.set("query", "sleeps")
    opened.set("query_ms", "20")
    shot(page, "playground-turned")

    opened.set("clients", "2")
    opened.counts(waiting="0")
    opened.press("Leak one")
    expect(opened.view.locator('.mark[data-state="leaked"]')).to_have_count(1)
    expect(opened.panel.locator('[data-key="early"]')).to_contain_text("Reached: 1 leaked")
    opened.press("A slow client")
    opened.says("A slow client reads")
    opened.press("Kill a backend")
    opened.says(r"Backend \d+ (was killed|had ended)")
    opened.press("Deploy twice")
    opened.says("Both have started")
    shot(page, "playground-troubled")
    assert faults(page, ".jp-OutputArea") == []
    opened.press("Restart the server")
    opened.says("PostgreSQL answers again")
    opened.set("max_connections", "10")
    opened.says("It takes 10 connections")
    expect(opened.view.locator(".server")).to_contain_text("of 10.")
    opened.press("Deploy twice")
    opened.says("does not start")
    expect(opened.panel.locator('[data-key="deploy"]')).to_contain_text("Reached: Three times 3")
    expect(opened.run(1)).to_contain_text("max_connections=10")

    opened.run(0)  # again: the first one ends
    expect(opened.panel).to_have_count(1)
    opened.counts(size="of at most 5$")
    opened.press("End")
    expect(opened.panel.locator(".state")).to_contain_text("ended")
    expect(opened.view.locator(".state")).to_contain_text("ended")
    expect(opened.panel.get_by_role("button", name="Leak one")).to_be_disabled()
