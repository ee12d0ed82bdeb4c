"""A table that shows itself: as HTML in a notebook, as aligned text elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape

from poollab.errors import PoolLabError


class Table:
    """Rows of text under headings, the first column naming each row."""

    def __init__(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Mapping[str, Sequence[object]],
        *,
        figures: bool = False,
    ) -> None:
        """Hold the cells as text; ``columns`` are the headings, without that of the names.

        ``figures`` stand at the right of their columns, words at the left.
        Raises ``PoolLabError`` if a row has not one cell for each heading.
        """
        for name, cells in rows.items():
            if len(cells) != len(columns):
                raise PoolLabError(
                    f"The row “{name}” has {len(cells)} cells for {len(columns)} headings."
                )
        self._caption = caption
        self._just = str.rjust if figures else str.ljust
        self._side = "" if figures else ' style="text-align:left"'  # JupyterLab's is right
        self._columns = list(columns)
        self._rows = {str(name): [str(cell) for cell in cells] for name, cells in rows.items()}

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th scope="col"{self._side}>{escape(column)}</th>' for column in self._columns
        )
        rows = "".join(
            f'<tr><th scope="row"{self._side}>{escape(name)}</th>'
            + "".join(f"<td{self._side}>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
            for name, cells in self._rows.items()
        )
        return (
            f"<table><caption>{escape(self._caption)}</caption>"
            f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def __str__(self) -> str:
        lines = [["", *self._columns], *([name, *cells] for name, cells in self._rows.items())]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        justs = [str.ljust, *[self._just] * len(self._columns)]
        return "\n".join(
            "  ".join(
                map(lambda just, cell, width: just(cell, width), justs, line, widths)
            ).rstrip()
            for line in lines
        )

    __repr__ = __str__
