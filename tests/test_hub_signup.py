"""Who may log in to a hub, and what the others are told."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tornado.web import HTTPError

from poollab.hub.signup import SignUp
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


def log_in(who: SignUp, name: str, password: str = WORD, code: str = "room-7") -> Any:
    form = {"username": name, "password": password, "code": code}
    return asyncio.run(who.authenticate(None, form))


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
