"""How the assignment ``leaks`` is examined; its tasks are set in the order of these imports."""

# isort: off
from poollab.examiner.leaks import requests as requests
from poollab.examiner.leaks import slow as slow
from poollab.examiner.leaks import printing as printing
from poollab.examiner.leaks import cancelled as cancelled
from poollab.examiner.leaks import transactions as transactions
from poollab.examiner.leaks import monitoring as monitoring
