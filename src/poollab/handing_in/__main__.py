"""Serves ``hand-in``, as the hub starts it: ``python -m poollab.handing_in``.

The hub says where by its own variables. A folder may be named in place of the hub's volume.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from poollab.handing_in.service import service
from poollab.handing_in.store import Store

FOLDER = "/srv/handed-in"


def main(folder: str = FOLDER) -> None:
    """Serve until the hub ends it."""
    place = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    app = service(Store(Path(folder)), os.environ["JUPYTERHUB_SERVICE_PREFIX"])
    uvicorn.run(app, host=place.hostname or "", port=place.port or 80, log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
