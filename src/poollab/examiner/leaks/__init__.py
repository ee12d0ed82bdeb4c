"""How the assignment ``leaks`` is examined."""

from poollab.examiner.leaks import requests as requests
