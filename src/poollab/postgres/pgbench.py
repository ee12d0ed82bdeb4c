"""PostgreSQL's own benchmark, from the wheel, against any server."""

import re
from dataclasses import dataclass

from poollab.errors import PoolLabError

LIMIT = 60  # seconds a run may take


@dataclass(frozen=True)
class PgBench:
    """What one run found."""

    per_second: float  # transactions, connecting included where every one connects
    latency: float  # milliseconds, mean
    transactions: int
    clients: int
    connect: bool

    def __str__(self) -> str:
        option = " -C" if self.connect else ""
        return (
            f"pgbench{option}, {self.clients} clients: "
            f"{self.per_second:,.0f} transactions/s, {self.latency:.2f} ms each"
        )


def pgbench(dsn: str, clients: int, seconds: int, *, connect: bool, sql: str) -> PgBench:
    """Run pgbench and read its report. Raises PoolLabError when it fails."""
    from psycopg.conninfo import conninfo_to_dict

    from poollab.postgres.wheel import run

    if not 1 <= clients <= 1000 or not 1 <= seconds <= LIMIT:
        raise PoolLabError(f"pgbench takes 1 to 1000 clients and 1 to {LIMIT} seconds.")
    # In the environment, because everybody may read another process's arguments.
    where = {f"PG{name.upper()}": str(value) for name, value in conninfo_to_dict(dsn).items()}
    where["PGDATABASE"] = where.pop("PGDBNAME")
    report = run(
        "pgbench", "--no-vacuum", f"--client={clients}", f"--time={seconds}",
        *(["--connect"] if connect else []), "--file=-",
        stdin=sql.rstrip(";") + ";\n", environment=where,
    )  # fmt: skip
    return PgBench(
        per_second=number(r"tps = ([\d.]+)", report),
        latency=number(r"latency average = ([\d.]+) ms", report),
        transactions=int(number(r"transactions actually processed: (\d+)", report)),
        clients=clients,
        connect=connect,
    )


def number(pattern: str, report: str) -> float:
    """Return the number a pattern finds in the report."""
    found = re.search(pattern, report)
    if found is None:
        raise PoolLabError(f"pgbench's report could not be read: {report[-200:]}")
    return float(found[1])
