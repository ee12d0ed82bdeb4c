"""Serve the wall as a service of the hub, which names path and address in the environment."""

import os
import sys
from urllib.parse import urlsplit

import uvicorn
from pydantic import ValidationError

from poollab.wall.app import create_app
from poollab.wall.settings import Settings


def main() -> int:
    """Serve until the hub ends it; return the exit code."""
    try:
        Settings.model_validate(os.environ)
        address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    except ValidationError as error:
        wrong = ", ".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors())
        print(f"The wall can't start with this environment. {wrong}", file=sys.stderr)
        return 1
    except KeyError:
        print("The wall is a service of a JupyterHub: have one start it.", file=sys.stderr)
        return 1
    uvicorn.run(
        create_app(os.environ["JUPYTERHUB_SERVICE_PREFIX"]),
        host=address.hostname or "127.0.0.1",
        port=address.port or 80,
        access_log=False,
        timeout_graceful_shutdown=2,  # seconds; the pages that are open never end by themselves
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
