"""Who may log in to a hub, and what the others are told."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import HTTPError

from poollab.hub.guesses import Guesses
from poollab.hub.signup import SignUp, address
from poollab.hub.start import LETTERS, kept

WORD = "a-word-of-ones-own"


@pytest.fixture
def with_code(tmp_path: Path) -> SignUp:
    return SignUp(code="Room-7", instructor="teach", learners=str(tmp_path / "learners.json"))


@pytest.fixture
def with_tokens(tmp_path: Path) -> SignUp:
    return SignUp(
        tokens=["one-token", "two-token"],
        instructor="teach",
        learners=str(tmp_path / "learners.json"),
    )


class Handler:
    """What asks the hub to let somebody in, for a browser at an address."""

    def __init__(self, noted: str, **more: str) -> None:
        self.request = HTTPServerRequest(
            start_line=RequestStartLine("POST", "/hub/login", "HTTP/1.1"),
            headers=HTTPHeaders({"Host": "hub", "X-Forwarded-For": noted, **more}),
        )


def log_in(
    who: SignUp, name: str, password: str = WORD, code: str = "room-7", *, noted: str = "10.0.0.1"
) -> Any:
    form = {"username": name, "password": password, "code": code}
    return asyncio.run(who.authenticate(Handler(noted), form))


def complaint(who: SignUp, *form: str) -> str:
    with pytest.raises(HTTPError) as raised:
        log_in(who, *form)
    assert raised.value.status_code == 403
    return str(raised.value.log_message)


@pytest.mark.parametrize("name", ["ada", "kim-2", "a.b_c", "x" * 32, " Ada "])
def test_a_plain_name_is_taken(with_code: SignUp, name: str) -> None:
    assert log_in(with_code, name) == {"name": name.strip().lower(), "admin": False}


@pytest.mark.parametrize(
    "name",
    ["", "a" * 200, "🙂", "a/b", "..", "../ada", "-rf", "a b", "ada\nbob", "\uff41da", "%2e"],
)
def test_any_other_name_is_refused_in_a_sentence(with_code: SignUp, name: str) -> None:
    assert complaint(with_code, name).startswith("A name here has 1 to 32 characters")


@pytest.mark.parametrize("code", ["room-7", " ROOM 7", "room7"])
def test_the_code_may_be_copied_from_a_board(code: str, with_code: SignUp) -> None:
    assert log_in(with_code, "ada", WORD, code)["name"] == "ada"


def test_a_name_that_was_deleted_may_be_taken_anew(with_code: SignUp) -> None:
    """The instructor deletes a learner who has forgotten the password."""
    log_in(with_code, "ada", "forgotten-word")
    assert "another password" in complaint(with_code, "ada", WORD)
    for name in "ada", "nobody":
        with_code.delete_user(SimpleNamespace(name=name))
    assert log_in(with_code, "ada", WORD)["name"] == "ada"


def test_a_new_learner_needs_the_code_and_a_password(with_code: SignUp) -> None:
    assert "not the access code" in complaint(with_code, "ada", WORD, "room-8")
    assert "not the access code" in complaint(with_code, "ada", WORD, "")
    assert "6 to 64" in complaint(with_code, "ada", "short")
    assert "6 to 64" in complaint(with_code, "ada", "x" * 65)
    assert with_code.known() == {}


def test_a_name_stays_with_whoever_came_first(with_code: SignUp) -> None:
    log_in(with_code, "ada")
    assert log_in(with_code, "ada", WORD, "")["name"] == "ada"
    assert "take another name" in complaint(with_code, "ada", "another-word")


def test_no_password_is_kept_that_can_be_read(with_code: SignUp) -> None:
    log_in(with_code, "ada")
    path = Path(with_code.learners)
    assert WORD not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0


def test_the_instructor_has_a_password_and_no_code(with_code: SignUp) -> None:
    assert log_in(with_code, "Instructor", "teach", "") == {"name": "instructor", "admin": True}
    assert "instructor's password" in complaint(with_code, "instructor", WORD)


def test_nobody_gets_in_where_no_secret_is_set(tmp_path: Path) -> None:
    nobody = SignUp(learners=str(tmp_path / "learners.json"))
    assert "instructor's password" in complaint(nobody, "instructor", "")
    assert "not the access code" in complaint(nobody, "ada", WORD, "")


def test_a_token_is_one_learners(with_tokens: SignUp) -> None:
    assert log_in(with_tokens, "ada", "one-token")["name"] == "ada"
    assert log_in(with_tokens, "ada", "one-token")["name"] == "ada"
    assert complaint(with_tokens, "bob", "one-token") == (
        "This token belongs to ada: log in with that name."
    )
    assert "take another name" in complaint(with_tokens, "ada", "two-token")
    assert "none of the tokens" in complaint(with_tokens, "bob", "three-token")
    assert "none of the tokens" in complaint(with_tokens, "bob", "")


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(with_code: SignUp, with_tokens: SignUp) -> Clock:
    """The clock of both."""
    one = Clock()
    with_code.guesses, with_tokens.guesses = Guesses(one), Guesses(one)
    return one


def guess(who: SignUp, *form: str, noted: str = "10.0.0.1") -> str:
    """Fail to log in; return the complaint, which for too many tries has a status of its own."""
    with pytest.raises(HTTPError) as raised:
        log_in(who, *form, noted=noted)
    complaint = str(raised.value.log_message)
    assert (raised.value.status_code == 429) == complaint.startswith("These were too many")
    return complaint


@pytest.mark.parametrize("name", ["ada", "instructor"])
def test_who_guesses_a_password_waits_and_nobody_else(
    with_code: SignUp, clock: Clock, name: str
) -> None:
    right = {"ada": WORD, "instructor": "teach"}[name]
    log_in(with_code, name, right, noted="10.0.0.2")
    for n in range(5):
        assert "try again" not in guess(with_code, name, f"guess-{n}")
    assert guess(with_code, name, "guess-5") == (
        "These were too many wrong tries: wait 30 seconds, then try again."
    )
    assert "wait 30 seconds" in guess(with_code, name, right)  # a guess that is right, too
    assert log_in(with_code, name, right, noted="10.0.0.2")["name"] == name
    assert log_in(with_code, "bob")["name"] == "bob"  # a neighbour with the same address
    clock.seconds += 20
    assert "wait 10 seconds" in guess(with_code, name, right)
    clock.seconds += 10
    guess(with_code, name, "guess-6")
    assert "wait 30 seconds" in guess(with_code, name, "guess-7")


def test_who_gets_in_begins_again(with_code: SignUp, clock: Clock) -> None:
    log_in(with_code, "ada")
    for _ in range(3):
        for _ in range(4):
            assert "take another name" in guess(with_code, "ada", "wrong-word")
        assert log_in(with_code, "ada")["name"] == "ada"


def test_wrong_tries_are_forgotten(with_code: SignUp, clock: Clock) -> None:
    for _ in range(3):
        for _ in range(5):
            assert "access code" in guess(with_code, "ada", WORD, "wrong")
        assert "wait 30 seconds" in guess(with_code, "ada", WORD, "wrong")
        clock.seconds += 1000  # no more of them are free afterwards


@pytest.mark.parametrize("kind", ["code", "tokens"])
def test_new_names_do_not_help_to_guess(
    with_code: SignUp, with_tokens: SignUp, clock: Clock, kind: str
) -> None:
    who = with_code if kind == "code" else with_tokens
    known = "one-token" if kind == "tokens" else WORD
    log_in(who, "ada", known)
    for n in range(50):
        assert "try again" not in guess(who, f"guest{n}", "three-token", "room-8")
    assert "wait 2 seconds" in guess(who, "guest50", "two-token", "room-7")
    assert log_in(who, "ada", known)["name"] == "ada"  # who was let in from there is known
    assert log_in(who, "bob", "two-token", noted="10.0.0.2")["name"] == "bob"
    clock.seconds += 2
    assert "try again" not in guess(who, "guest51", "three-token", "room-8")
    assert "wait 2 seconds" in guess(who, "guest52", "three-token", "room-8")


def test_an_address_is_what_the_proxy_says_and_not_the_sender() -> None:
    forged = Handler("1.2.3.4, 10.0.0.1", **{"X-Real-Ip": "1.2.3.4"})
    assert address(forged.request) == "10.0.0.1"


def test_a_secret_is_made_once_and_a_given_one_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POOLLAB_CODE", raising=False)
    code = kept("POOLLAB_CODE", 8)
    assert set(code) <= {*LETTERS, "-"} and len(code) == 9
    assert kept("POOLLAB_CODE", 8) == code
    monkeypatch.setenv("POOLLAB_CODE", "given")
    assert kept("POOLLAB_CODE", 8) == "given"
    monkeypatch.delenv("POOLLAB_CODE")
    assert kept("POOLLAB_CODE", 8) == "given"
    assert (tmp_path / "POOLLAB_CODE").stat().st_mode & 0o077 == 0
