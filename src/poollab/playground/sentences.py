"""What is said of controls that were turned."""

from poollab.playground.settings import Settings


def of_query(now: Settings) -> str:
    """Say what a request asks from now on."""
    return f"A query {now.query} for {now.query_ms:g} ms from the next one on."


def of_load(now: Settings) -> str:
    """Say who asks."""
    if now.load == "arrivals":
        return f"{now.rate:,g} requests a second arrive, whether answers come or not."
    if not now.clients:
        return "Nobody asks any more."
    many = "1 client asks" if now.clients == 1 else f"{now.clients} clients ask"
    return f"{many}, again as soon as the answer is there."


def of_pool(now: Settings) -> str:
    """Say what lends connections."""
    more = f" and {now.overflow} more at need" if now.overflow else ""
    only = " (for this library one limit)" if more and now.library != "SQLAlchemy" else ""
    return (
        f"New requests use a new pool of {now.library}: {now.size} connections{more}{only}, to "
        f"wait {now.timeout:g} s at most. The old pool closes when its last checkout is back."
    )
