# verdict: ^Right
import numpy as np


def checked(value):
    if np.isfinite(value) and value >= 0:
        return np.float64(value)
    raise ValueError(f"{value} is senseless")


def little(per_second, seconds):
    return checked(per_second) * checked(seconds)
