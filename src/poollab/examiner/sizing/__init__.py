"""How the assignment ``sizing`` is examined; the modules come in the order of the tasks."""

from poollab.examiner.sizing import averages as averages
from poollab.examiner.sizing import counts as counts
from poollab.examiner.sizing import evening as evening
from poollab.examiner.sizing import full as full
