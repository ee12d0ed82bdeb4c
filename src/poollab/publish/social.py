"""The picture that is shown where the site's address is shared."""

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from poollab.draw.style import COLOURS, GREY, INK, PAPER

NAME = "social.png"
SIZE = (1200, 630)
"""Its width and height in pixels."""
ALT = (
    "Pool Lab: see inside your connection pool. Three connections are lent, and five requests wait "
    "in line."
)
WAITS, LENT = COLOURS[0], COLOURS[1]
BOX, MARK = "round,pad=0,rounding_size=14", "round,pad=0,rounding_size=8"
DPI = 100


def draw(folder: Path) -> None:
    """Write the picture into a folder."""
    figure = Figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, SIZE[0]), ylim=(SIZE[1], 0))
    axes.axis("off")
    words(axes)
    for place in range(3):
        connection(axes, 80 + 350 * place)
    for place in range(5):
        axes.add_patch(Circle((104 + 70 * place, 532), 24, color=WAITS))
    axes.text(440, 532, "five wait, in line", size=24, color=GREY, va="center")
    figure.savefig(folder / NAME)


def words(axes: Axes) -> None:
    """Write what the course is."""
    axes.text(80, 92, "Pool Lab", size=26, color=LENT, weight="bold", va="center")
    axes.text(
        80, 172, "See inside your connection pool", size=41, color=INK, weight="bold", va="center"
    )
    about = "Seven lessons on FastAPI and PostgreSQL. Guess first, then measure."
    axes.text(80, 246, about, size=20.5, color=GREY, va="center")


def connection(axes: Axes, left: float) -> None:
    """Draw a connection that is lent, as the live view does."""
    box = FancyBboxPatch((left, 320), 330, 130, BOX, fc="white", ec=GREY)
    axes.add_patch(box)
    axes.add_patch(FancyBboxPatch((left + 34, 360), 50, 50, MARK, fc=LENT, ec=LENT))
    axes.text(left + 112, 385, "in use", size=26, color=INK, va="center")
