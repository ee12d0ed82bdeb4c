"""What `poollab hub` says when it can't start a hub."""

import os
import socket
from pathlib import Path

import pytest
from hubs import Hub

from poollab.errors import PoolLabError
from poollab.hub import command, needs
from poollab.postgres import engine


def complaint(*words: str, **variables: str) -> str:
    with pytest.raises(PoolLabError) as raised:
        Hub().command(*words, **variables)
    return str(raised.value)


def test_a_stopped_engine_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "problem", lambda: "no Docker engine answers: start Docker")
    with pytest.raises(PoolLabError, match=r"A hub needs Docker, and no Docker engine answers"):
        command.report([])


@pytest.mark.parametrize(
    ("tokens", "complaint"),
    [(None, "can't be read"), ("", "one token a line"), ("short\n", "6 to 64 characters"),
     ("x" * 65, "6 to 64 characters"), ("first-token\nsecond-token\n", "")],
)  # fmt: skip
def test_a_list_of_tokens_is_looked_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tokens: str | None, complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POOLLAB_TOKENS", "tokens.txt")
    if tokens is not None:
        Path("tokens.txt").write_text(tokens)
    if complaint:
        with pytest.raises(PoolLabError, match=complaint):
            needs.check_tokens()
    else:
        needs.check_tokens()
        assert os.environ["POOLLAB_TOKENS"] == str(tmp_path / "tokens.txt")


@pytest.mark.docker
def test_words_that_it_does_not_know_are_answered_with_those_it_does() -> None:
    assert "`poollab hub down` stops it" in complaint("dwon")


@pytest.mark.docker
def test_an_image_that_is_not_there_is_said() -> None:
    assert "There is no image poollab-nowhere" in complaint(POOLLAB_SEAT="poollab-nowhere")


@pytest.mark.docker
def test_a_taken_port_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "build_missing", lambda: None)
    with socket.socket() as one:
        one.bind(("", 0))
        one.listen()
        port = str(one.getsockname()[1])
        assert f"Port {port} is taken" in complaint(POOLLAB_PORT=port)
    assert "Port 99999 is taken or not to be had" in complaint(POOLLAB_PORT="99999")


@pytest.mark.docker
def test_down_where_nothing_is_up_is_no_mistake() -> None:
    hub = Hub()
    assert "Nothing of it is left" in hub.command("down", "--volumes")
    assert hub.left() == []
