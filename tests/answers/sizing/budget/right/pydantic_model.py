# verdict: ^Right:
# A pydantic model with a model validator; its error is a ValueError.
from pydantic import BaseModel, Field, model_validator


class Deployment(BaseModel):
    max_connections: int = Field(ge=1)
    reserved: int = Field(ge=0)
    replicas: int = Field(ge=1)
    workers: int = Field(ge=1)
    rolling: bool

    @property
    def size(self) -> int:
        return (self.max_connections - self.reserved) // (self.replicas * self.workers * (1 + self.rolling))

    @model_validator(mode="after")
    def something_left(self):
        if self.size < 1:
            raise ValueError("not even one connection for each pool")
        return self


def budget(max_connections, reserved, replicas, workers, rolling):
    return Deployment(
        max_connections=max_connections, reserved=reserved, replicas=replicas, workers=workers, rolling=rolling
    ).size
