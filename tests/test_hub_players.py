"""The players of the bench at a real hub: all the way through, measured, and nothing left."""

import asyncio
from collections.abc import Iterator

import pytest
from hubs import Hub, build_images, hub

from bench import seats
from bench.players import Player
from bench.room import play

pytestmark = [pytest.mark.docker, pytest.mark.soak]  # learners in a browser are in test_hub_day


@pytest.fixture(scope="module")
def room() -> Iterator[Hub]:
    build_images()
    with hub() as one:
        yield one


@pytest.fixture(autouse=True)
def _named(room: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bench find this hub."""
    for name, value in room.variables.items():
        monkeypatch.setenv(name, value)


def test_two_play_at_once_and_are_measured(room: Hub) -> None:
    assert seats.trouble() is None
    played = play(2)
    assert played.errors == []
    for player in played.players:
        assert {"log in", "seat", "open", "lesson"} <= player.seconds.keys()
        taken = played.taken[player.name]
        assert 0 <= taken.idle <= taken.peak and taken.peak and taken.processor
    assert not [name for name in room.left() if "player" in name]


def test_what_goes_wrong_is_said(room: Hub) -> None:
    stranger = Player(room.port, "stranger", "not-the-code")
    asyncio.run(stranger.play())
    assert not stranger.is_seated and stranger.seconds == {}
    assert len(stranger.errors) == 1 and "access code" in stranger.errors[0].lower()
