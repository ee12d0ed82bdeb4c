"""What the buttons do. Each says in a sentence what it has done, and names it for experiments."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from poollab.errors import PoolLabError
from poollab.playground.app import create_app
from poollab.server import serve

if TYPE_CHECKING:
    from poollab.playground.play import Playground

SLOW_FOR = 8
"""Seconds for which a slow client reads."""
DEPLOY_FOR = 3
"""Seconds for which new versions run beside the old one."""
FULL = ("too many clients", "too many connections", "connection slots are reserved")
"""What a server says that has no connection left, in its words of SQLSTATE 53300."""
IN_TIME = 35
"""Seconds that a leaking request gets to take its connection."""


def leak(play: Playground) -> None:
    """Have one request take a connection and forget it."""
    play.say("GET /leak takes a connection, and will not give it back.", "leak asked")
    answer = httpx.get(f"{play.server.url}/leak", timeout=IN_TIME)
    if answer.status_code == 200:
        left = play.settings.most - len(play.app.state.pool.forgotten)
        play.say(f"It has leaked. Others can have {max(left, 0)} at most.", "leak")
    else:
        play.say(f"Nothing leaked: there was no connection to take ({play.app.state.failed}).")


def kill(play: Playground) -> None:
    """End one of the pool's backends, one that is in use if there is any."""
    sample = play.recording.sample()
    victims = sample.pids_in_use or sample.pids
    if not victims:
        play.say("There is no backend to kill: the pool has no connection.")
        return
    holder = play.recording.holders_at(sample.t).of(victims[0])
    by = " while it was in use" if sample.in_use else ", which was idle"
    by = f" while {holder.name} had it" if holder else by
    if play.db.kill(victims[0]):
        play.say(f"Backend {victims[0]} was killed{by}. The others go on.", "killed")
    else:
        play.say(f"Backend {victims[0]} had ended by itself.")


def restart(play: Playground) -> None:
    """Stop the server and start it again."""
    with play.one_restart:
        play.say("PostgreSQL is being restarted: every connection ends.", "restart")
        began = time.perf_counter()
        play.db.restart()
        took = time.perf_counter() - began
        play.say(f"PostgreSQL answers again, after {took:.1f} s.", "restarted")


def limit(play: Playground) -> None:
    """Set ``max_connections`` to where the control stands, which takes a restart."""
    with play.one_restart:
        most = play.settings.max_connections
        play.say(f"max_connections = {most} takes a restart: every connection ends.", "restart")
        play.db.limit(most)
        play.say(f"PostgreSQL answers again. It takes {most} connections.", "restarted")


def slow_client(play: Playground) -> None:
    """Ask for a report and read it slowly, then leave."""
    there = urlsplit(play.server.url)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(0.2)
        client.connect((there.hostname, there.port))
        client.sendall(b"GET /report HTTP/1.1\r\nHost: playground\r\n\r\n")
        play.say(
            f"A slow client reads GET /report for {SLOW_FOR} s: so long its connection is lent.",
            "slow client",
        )
        until = time.monotonic() + SLOW_FOR
        while time.monotonic() < until and not play.gone.wait(0.1):
            try:
                if not client.recv(4096):
                    break
            except TimeoutError:
                continue
    play.say("The slow client has gone; its connection comes back.", "slow client gone")


def deploy_twice(play: Playground) -> None:
    """Start two more versions beside the one that runs, then end them."""
    size = play.settings.size
    play.say(f"Two new versions start beside this one: each opens its {size} connections.")
    with ExitStack() as running:
        for place in ("first", "second"):
            try:
                app = create_app(play.setup(play.settings), full=True)
                running.enter_context(serve(app, name=f"{play.name} {place}"))
            except PoolLabError:
                raise
            except Exception as error:  # each library has its own
                why = play.words(error)
                full = any(words in why for words in FULL)
                play.say(f"The {place} does not start: {why}", "deploy refused" if full else "")
                break
        else:
            play.say("Both have started. The old one goes on, too.", "deployed")
        play.over.wait(DEPLOY_FOR)
    play.say("The new versions have ended.", "deploy over")


BUTTONS = {
    "leak one": leak,
    "kill a backend": kill,
    "restart the server": restart,
    "a slow client": slow_client,
    "deploy twice": deploy_twice,
}
