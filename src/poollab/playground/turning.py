"""What turning a control does: at once where no restart is needed."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from poollab.playground import sentences, trouble
from poollab.playground.settings import CONTROLS, POOL, Settings, turned

if TYPE_CHECKING:
    from poollab.playground.play import Playground


def turn(play: Playground, controls: dict[str, Any]) -> Future[None] | None:
    """Turn controls, and say so; return the restart of the server if it takes one."""
    before, (now, wrong) = play.settings, turned(play.settings, controls)
    changed = {name for name in CONTROLS if getattr(before, name) != getattr(now, name)}
    if changed:
        play.settings = now
    for sentence in wrong:
        play.say(sentence)
    _act_on(play, changed, now)
    return play.submit(trouble.limit, play) if "max_connections" in changed else None


def _act_on(play: Playground, changed: set[str], now: Settings) -> None:
    """Do what takes no restart, the pool first: what comes then finds the new one."""
    if changed & set(POOL):
        play.swap(now, lambda: _cut_off(play))
        play.say(sentences.of_pool(now), "swapped")
    if changed & {"query", "query_ms"}:
        play.ask(now)
        play.say(sentences.of_query(now))
    if changed & {"load", "clients", "rate"}:
        play.send(now)
        play.say(sentences.of_load(now))


def _cut_off(play: Playground) -> None:
    play.say("The old pool never got back all it had lent: it was cut off.", "cut off")
