# verdict: ^Right:
# Pydantic refuses (its error is a ValueError), the share by lgamma.
from pydantic import Field, TypeAdapter

NUMBER = TypeAdapter(Annotated[float, Field(ge=0, allow_inf_nan=False)])
COUNT = TypeAdapter(Annotated[int, Field(ge=1)])


def mean_wait(per_second, seconds, connections):
    rate, time, n = NUMBER.validate_python(per_second), NUMBER.validate_python(seconds), COUNT.validate_python(connections)
    a = rate * time
    if a >= n:
        raise ValueError("the queue grows for ever")
    if a == 0:
        return 0.0
    log = [k * math.log(a) - math.lgamma(k + 1) for k in range(n + 1)]
    # the states below n, in units of the state n
    below = math.fsum(math.exp(x - log[n]) for x in log[:n]) if log[0] - log[n] < 600 else math.inf
    share = 1 / (1 + below * (1 - a / n))
    return share * time / (n - a)
