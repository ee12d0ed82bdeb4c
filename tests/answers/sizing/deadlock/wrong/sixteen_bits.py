# verdict: expected .*, seen .*All hold
import warnings

import numpy as np

warnings.simplefilter("ignore")


def deadlock(tasks, each):
    for number in (tasks, each):
        if number < 1 or number % 1:
            raise ValueError(f"{number} is senseless")
    return int(np.int16(tasks) * np.int16(each - 1) + np.int16(1))
