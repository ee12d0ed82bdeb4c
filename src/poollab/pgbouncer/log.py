"""What PgBouncer's log says last."""

import re

COMPLAINT = re.compile(r"(?:ERROR|FATAL|WARNING) (.*?)(?: in configuration \(.*\))?$")
AFTERMATH = "cannot load config file"  # said after what is wrong in it


def last_words(log: str) -> str:
    """Return the last complaints in a log on one line, without their times."""
    said = [found[1] for line in log.splitlines() if (found := COMPLAINT.search(line))]
    return " / ".join([words for words in said if words != AFTERMATH][-3:] or said[-1:])
