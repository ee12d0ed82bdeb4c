"""What a learner gets for a notebook that was handed in."""

from datetime import datetime

from pydantic import BaseModel


class Receipt(BaseModel):
    """Says what came in, whose it is, and what could be read in it."""

    learner: str
    """The name in the hub."""
    assignment: str
    time: datetime
    """When it came in, by the hub's clock, with the zone."""
    sha256: str
    """The digest of the notebook, byte for byte."""
    answers: int
    """How many answers were found that are more than the cell as it came."""
    tasks: int
    said: list[str]
    """Sentences on what can't be read, or was not begun."""

    @property
    def found(self) -> str:
        """Return in words how many answers there are."""
        return f"{self.answers} of {self.tasks} answers"

    @property
    def lines(self) -> list[str]:
        """Return the receipt as a learner reads it."""
        return [
            f"{self.assignment} is handed in: {self.found}.",
            *self.said,
            f"Received {self.time:%Y-%m-%d %H:%M:%S %Z}, SHA-256 {self.sha256[:16]}.",
        ]
