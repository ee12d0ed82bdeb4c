"""What the button *Hand in* asks of the learner's Jupyter server; nothing outside of a hub."""

import asyncio
import json
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.handing_in.sending import address, hand_in


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Tell the page that there is a hub to hand in to, and listen for its button."""
    if address():
        settings = server.web_app.settings
        settings.setdefault("page_config_data", {})["poollabHandIn"] = "true"
        place = url_path_join(settings["base_url"], "poollab", "hand-in")
        server.web_app.add_handlers(".*", [(place, HandIn)])


class HandIn(APIHandler):
    """Hands in a notebook as it is saved, and answers with sentences: the receipt, or why not."""

    @authenticated
    async def post(self) -> None:
        """Hand in the notebook at ``path``, below the folder that Jupyter shows."""
        asked = self.get_json_body() or {}
        notebook = Path(self.contents_manager.root_dir, str(asked.get("path", "")).lstrip("/"))
        try:
            said = (await asyncio.to_thread(hand_in, notebook, assignment(notebook))).lines
        except PoolLabError as problem:
            self.set_status(409)
            said = [str(problem)]
        self.finish(json.dumps({"said": said}))


def assignment(notebook: Path) -> str:
    """Return what a notebook is of, by its folder. Raises PoolLabError for any other."""
    if notebook.parent.name in ASSIGNMENTS:
        return notebook.parent.name
    raise PoolLabError("This is no assignment: open one in exercises/, and hand that in.")
