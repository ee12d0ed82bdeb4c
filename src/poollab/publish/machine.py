"""The machine that something was measured on: what matters for figures, nothing of its owner."""

import os
import platform
import sys

import psutil


def here() -> str:
    """Return cores, memory, operating system and Python of this machine, in a line."""
    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} {'core' if cores == 1 else 'cores'}, {memory:.0f} GB of memory, "
        f"{system()} on {platform.machine()}, Python {platform.python_version()}"
    )


def system() -> str:
    """Return the name and version of the operating system."""
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError):  # not on Linux; AttributeError: not even known there
        return f"{platform.system()} {platform.release()}"
