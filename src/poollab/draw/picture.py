"""A finished picture: an image with alternative text, and a sentence that says what it shows."""

from base64 import b64encode
from dataclasses import dataclass, field
from html import escape

from poollab.draw.style import DARK

DARK_PAGES = ('body[data-jp-theme-light="false"]', "body.vscode-dark", 'html[data-theme="dark"]')
"""JupyterLab and Notebook, VS Code, the static site."""
STYLE = (
    f"<style>@media screen {{:is({', '.join(DARK_PAGES)}) .poollab-picture img "
    f"{{filter: {DARK} !important}}}}</style>"
)


@dataclass(frozen=True)
class Picture:
    """What a drawing function returns; shown by a notebook when a cell ends with it."""

    title: str
    """The finding, in one line."""
    text: str
    """What can be seen, in words and figures: enough to do without the image."""
    kind: str
    """What sort of picture it is, such as "Bar chart"."""
    png: bytes = field(repr=False)
    """The image, at twice the size it is shown in, so that it is sharp on every screen."""

    @property
    def alt(self) -> str:
        """The alternative text of the image; the sentence below the image says the rest."""
        return f"{self.kind}: {self.title}"

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        """Return the picture in every form a notebook front end may choose from."""
        png = b64encode(self.png).decode()
        width, height = (side // 2 for side in _size(self.png))
        # JupyterLab and nbconvert prefer text/html, and neither of them gives an image/png output
        # an alt attribute. The plain image is for those that take no HTML: print, PDF.
        html = (
            f'<figure class="poollab-picture" style="margin:0">{STYLE}'
            f'<img alt="{escape(self.alt)}" src="data:image/png;base64,{png}" '
            f'width="{width}" height="{height}" style="max-width:100%;height:auto">'
            f"<figcaption>{escape(self.text)}</figcaption></figure>"
        )
        data = {"text/html": html, "image/png": png, "text/plain": self.text}
        size = {"width": width, "height": height, "alt": f"{self.alt}. {self.text}"}
        return data, {"image/png": size}


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels, as the header of a PNG file states them."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
