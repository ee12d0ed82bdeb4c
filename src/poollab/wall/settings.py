"""What the wall is told by its environment."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """In the environment in capitals, after ``POOLLAB_WALL_``: ``POOLLAB_WALL_DSN``."""

    model_config = ConfigDict(
        alias_generator=lambda name: f"POOLLAB_WALL_{name.upper()}", hide_input_in_errors=True
    )
    dsn: str = Field(repr=False)
    pool_size: int = Field(5, ge=1)
    pool_timeout: float = Field(2, gt=0, le=30)
    """Seconds that a request waits for a connection."""
    query_timeout: float = Field(5, ge=0.1, le=60)
    """Seconds for a statement, and for a connection to open: longer than a request waits for it."""

    def connecting(self) -> dict[str, Any]:
        """Return how each connection of the pool is opened, and how long it may take."""
        limit = f"{self.query_timeout}s"
        server = {"application_name": "poollab wall", "statement_timeout": limit}
        driver = {"timeout": self.query_timeout, "command_timeout": self.query_timeout + 1}
        return {**driver, "server_settings": server}
