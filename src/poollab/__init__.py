"""Pool Lab: what the notebooks of the course import.

The rooms know nothing of one another; a notebook puts them together:
``postgres`` (a real server), ``server`` (the FastAPI app on uvicorn), ``load`` (requests from a
process of their own), ``watch`` (what a pool does, recorded), ``draw`` (pictures) and
``predict`` (the learner's guess before the cell runs).
"""

__version__ = "0.1.0"
