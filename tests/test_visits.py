"""Guests who visit an app: what they saw is written down, and they leave when told to."""

import threading

import pytest
from fastapi import FastAPI

from poollab.errors import PoolLabError
from poollab.server import serve
from poollab.visits import Guests

app = FastAPI()


@app.get("/good")
async def good() -> str:
    return "served"


@app.get("/bad")
async def bad() -> str:
    raise RuntimeError


def test_each_visit_is_written_down_and_guests_leave() -> None:
    with serve(app, name="visits") as server:
        with Guests(server.url, ["good", "bad"], each=2) as guests:
            guests.more(5, paths=["good"])
            guests.more(5, failed=True, paths=["bad"])
            guests.more(3, failed=None)
        assert not [one for one in threading.enumerate() if one.name.startswith("guest ")]
    assert {visit.error for visit in guests.told["good"]} == {""}
    assert {visit.error for visit in guests.told["bad"]} == {"Internal Server Error"}
    assert all(visit.seconds > 0 for told in guests.told.values() for visit in told)


def test_waiting_for_what_does_not_come_ends() -> None:
    with (
        serve(app, name="visits") as server,
        Guests(server.url, ["good"], each=1) as guests,
        pytest.raises(PoolLabError, match=r"0\.1 s for 1 failed answers from good"),
    ):
        guests.more(1, failed=True, seconds=0.1)


def test_an_app_that_is_gone_is_an_error_of_the_visit() -> None:
    with Guests("http://127.0.0.1:9", ["good"], each=1) as guests:
        guests.more(1, failed=True)
    assert guests.told["good"][0].error == "ConnectError"
