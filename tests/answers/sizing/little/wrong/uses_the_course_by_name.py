# verdict: uses poollab\.queueing
import importlib


def little(per_second, seconds):
    return importlib.import_module("poollab.queueing").littles_law(per_second, seconds)
