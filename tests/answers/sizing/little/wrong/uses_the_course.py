# verdict: uses poollab\.queueing
from poollab import queueing
from poollab.errors import PoolLabError


def little(per_second, seconds):
    try:
        return queueing.littles_law(per_second, seconds)
    except PoolLabError as error:
        raise ValueError(str(error)) from None
