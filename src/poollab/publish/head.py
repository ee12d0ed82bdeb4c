"""What each page says of itself: to search engines, where it is shared, and to who listens to it.

A Sphinx extension. ``html_baseurl`` is where the site will be served. Without it there is no
address of the picture.
"""

from html import escape
from typing import Any

from sphinx.application import Sphinx

from poollab.publish import social

WHAT = (
    "Connection pooling in FastAPI, measured: seven lessons on a real PostgreSQL and a live app, "
    "with recordings of real pools to play."
)


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Have Sphinx ask for the tags of each page."""
    sphinx.add_config_value("poollab_says", {}, "html", types=[dict])
    sphinx.connect("html-page-context", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def add(sphinx: Sphinx, page: str, template: str, context: dict[str, Any], _: object) -> None:
    """Add the tags of a page to its head; what is folded has its own words for a name."""
    body = context.get("body", "")
    context["body"] = body.replace(' aria-label="Toggle hidden content"', "")  # myst-nb's, for each
    says = sphinx.config.poollab_says.get(page, WHAT)
    tags = {"description": says, **of_social(sphinx.config.html_baseurl, page, context, says)}
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n<meta {"property" if name.startswith("og:") else "name"}="{name}"'
        f' content="{escape(content)}">'
        for name, content in tags.items()
    )


def of_social(base: str, page: str, context: dict[str, Any], says: str) -> dict[str, str]:
    """Return the tags of a page by their names, for where its address is shared."""
    tags = {
        "og:type": "website",
        "og:site_name": "Pool Lab",
        "og:title": context.get("title") or "Pool Lab",
        "og:description": says,
    }
    if not base:
        return tags
    width, height = social.SIZE
    return tags | {
        "og:url": f"{base}{page}.html",
        "og:image": f"{base}_static/{social.NAME}",
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": social.ALT,
        "twitter:card": "summary_large_image",
    }
