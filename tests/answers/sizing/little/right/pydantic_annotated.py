# verdict: ^Right:
# Pydantic (it comes with fastapi) checks; its ValidationError is a ValueError.
from pydantic import Field, TypeAdapter

Sensible = TypeAdapter(Annotated[float, Field(ge=0, allow_inf_nan=False)])


def little(per_second, seconds):
    return Sensible.validate_python(per_second) * Sensible.validate_python(seconds)
