"""What answers import, loaded once by the process that starts them; it runs none of their code."""

import warnings

import asyncpg  # type: ignore[import-untyped] # noqa: F401
import httpx  # noqa: F401
import psycopg_pool  # noqa: F401
import sqlalchemy.ext.asyncio  # noqa: F401
import uvicorn
from fastapi import FastAPI

import poollab.examiner.stage
import poollab.server  # noqa: F401
from poollab.examiner import apart

# FastAPI loads the most at the first parameter that it sees, uvicorn when it is to serve.
app = FastAPI()
app.get("/{number}")(lambda number: number)
config = uvicorn.Config(app, log_config=None)
config.get_loop_factory()
config.load()

# Who adopts the children of others hears of their ends, too.
warnings.filterwarnings("ignore", "forkserver: waitpid returned unexpected pid")
apart.hide()
apart.adopt()
