"""Serves ``hand-in``, as the hub starts it: ``python -m poollab.handing_in``.

The hub says where by its own variables; ``POOLLAB_HANDED_IN`` is the folder of what is handed in.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from poollab.handing_in.service import service
from poollab.handing_in.store import Store

FOLDER = "/srv/handed-in"


def main() -> None:
    """Serve until the hub ends it."""
    place = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    store = Store(Path(os.environ.get("POOLLAB_HANDED_IN") or FOLDER))
    app = service(store, os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    uvicorn.run(app, host=place.hostname or "", port=place.port or 80, log_level="warning")


if __name__ == "__main__":
    main()
