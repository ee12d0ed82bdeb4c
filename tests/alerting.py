"""Runs lesson 07's alerts in a real Prometheus: its rules as the cell has them.

promtool plays series to Prometheus' own engine, without waiting; a server scrapes a real page.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from lessons import read
from waiting import until

from poollab.lessons import lesson_07

MADE_BY = (
    "lend", "leaks-lost", "leaks-lost-too", "leaks-cancelled", "leaks-held", "restaurant",
    "labels", "metered-pool", "collector", "metered", "rules",
)  # fmt: skip
"""The cells that make the app of the lesson, and its rules."""
STEP = 15  # seconds from one scrape and evaluation to the next, where promtool plays


def needs_prometheus() -> None:
    """Skip without Prometheus; fail where CI says that there must be one."""
    if shutil.which("prometheus") and shutil.which("promtool"):
        return
    if os.environ.get("POOLLAB_REQUIRE_PROMETHEUS"):
        pytest.fail("POOLLAB_REQUIRE_PROMETHEUS is set, but there is no program prometheus")
    pytest.skip("there is no program prometheus")


def cells(*ids: str, **given: Any) -> dict[str, Any]:
    """Return the names that these cells of the lesson make, run in their order."""
    found = [cell for cell in read(7).cells if cell["id"] in ids]
    assert len(found) == len(ids), f"no such cells among {ids}"
    given["lesson_07"] = lesson_07
    for cell in found:
        exec(compile(cell.source, cell["id"], "exec"), given)
    return given


def rules() -> str:
    """Return the rules of the lesson's cell."""
    return str(cells("rules")["RULES"])


def promtool(*arguments: str) -> str:
    """Run promtool; return what it printed, and fail with that if it is not content."""
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def play(
    folder: Path, alert: str, series: dict[str, str], rings: range, *, rule: str = "", **labels: str
) -> None:
    """Play series, in promtool's notation; fail unless the alert rings at just these steps.

    ``rings`` lies within the first 60 steps; ``labels`` are those of the one alert that rings then.
    """
    (folder / "rules.yml").write_text(rule or rules())
    inputs = [{"series": name, "values": values} for name, values in series.items()]
    expected = [
        {
            "eval_time": f"{STEP * step}s",
            "alertname": alert,
            "exp_alerts": [{"exp_labels": labels}] if step in rings else [],
        }
        for step in range(60)
    ]
    one = {"interval": f"{STEP}s", "input_series": inputs, "alert_rule_test": expected}
    plan = {"rule_files": ["rules.yml"], "evaluation_interval": f"{STEP}s", "tests": [one]}
    (folder / "plan.json").write_text(json.dumps(plan))
    promtool("test", "rules", str(folder / "plan.json"))


class Prometheus:
    """A Prometheus that scrapes one app five times a second, and its HTTP API."""

    def __init__(self, url: str) -> None:
        self.url = url

    def asked(self, path: str, **query: str) -> Any:
        """Return the data of an answer of its API."""
        answer = httpx.get(f"{self.url}/api/v1/{path}", params=query, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def firing(self, alert: str) -> set[str]:
        """Return of which paths an alert fires; "" is one without a path."""
        return {
            one["labels"].get("path", "")
            for one in self.asked("alerts")["alerts"]
            if one["labels"]["alertname"] == alert and one["state"] == "firing"
        }


@contextlib.contextmanager
def prometheus(folder: Path, app: str, text: str) -> Iterator[Prometheus]:
    """Run Prometheus with these rules on a free port of loopback; it scrapes the app's URL."""
    (folder / "rules.yml").write_text(text)
    (folder / "prometheus.json").write_text(json.dumps(settings(app.removeprefix("http://"))))
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        "prometheus", f"--config.file={folder / 'prometheus.json'}", "--log.level=warn",
        f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address={place}",
    ]  # fmt: skip
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until(lambda: _ready(process, place), "Prometheus is ready")
        yield Prometheus(f"http://{place}")
    finally:
        process.kill()  # it has nothing to keep
        process.wait()


def settings(target: str) -> dict[str, Any]:
    """Return the settings of a Prometheus that looks often."""
    often = {"scrape_interval": "200ms", "scrape_timeout": "200ms", "evaluation_interval": "200ms"}
    scraped = {"job_name": "app", "static_configs": [{"targets": [target]}]}
    return {"global": often, "rule_files": ["rules.yml"], "scrape_configs": [scraped]}


def _ready(process: subprocess.Popen[bytes], place: str) -> bool:
    assert process.poll() is None, "Prometheus has ended: look at its log"
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"http://{place}/-/ready", timeout=5).status_code == 200
    return False
