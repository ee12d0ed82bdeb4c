"""How the assignment ``async_pools`` is examined: the tasks in the order in which they are set."""

from poollab.examiner.async_pools import starting as starting  # isort: skip
from poollab.examiner.async_pools import waiting as waiting  # isort: skip
from poollab.examiner.async_pools import together as together  # isort: skip
from poollab.examiner.async_pools import cancelled as cancelled  # isort: skip
from poollab.examiner.async_pools import pages as pages  # isort: skip
from poollab.examiner.async_pools import recover as recover  # isort: skip
