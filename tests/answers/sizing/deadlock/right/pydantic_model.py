# verdict: ^Right:
# A pydantic model (it comes with fastapi) holds and checks the numbers; its error is a ValueError.
from pydantic import BaseModel, Field


class Guests(BaseModel):
    tasks: int = Field(ge=1)
    each: int = Field(ge=1)


def deadlock(tasks, each):
    guests = Guests(tasks=tasks, each=each)
    return 1 + guests.tasks * (guests.each - 1)
