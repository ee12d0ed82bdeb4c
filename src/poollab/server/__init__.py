"""A FastAPI app on uvicorn, live inside the notebook: ``with serve(app) as server:``."""

from poollab.server.live import Server
from poollab.server.serving import serve

__all__ = ["Server", "serve"]
