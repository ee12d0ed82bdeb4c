"""What any answer is served with, loaded once by the process that starts them.

It runs none of their code.
"""

import warnings

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
