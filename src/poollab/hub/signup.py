"""Who may log in: whoever has the access code, or a token; the instructor by a password."""

import json
import re
from pathlib import Path
from secrets import compare_digest
from typing import Any

from jupyterhub.auth import Authenticator
from jupyterhub.utils import compare_token, hash_token
from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError
from traitlets import Instance, List, Unicode

from poollab.hub.guesses import Guesses

INSTRUCTOR = "instructor"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
SHORTEST, LONGEST = 6, 64  # characters of a password; JupyterHub's own hashes end at 64
ROUNDS = 100_000  # a password that people think of; about 50 ms


class SignUp(Authenticator):  # type: ignore[misc]
    """A name belongs to whoever came first with it, and keeps it by a password of their own.

    With tokens, each token is the password of one name: the first that it came with.
    """

    code = Unicode(help="What a new learner has to know.").tag(config=True)
    tokens = List(Unicode(), help="One for each learner, in place of the code.").tag(config=True)
    instructor = Unicode(help="The instructor's password.").tag(config=True)
    learners = Unicode("learners.json", help="Where it is kept who has come.").tag(config=True)
    guesses = Instance(Guesses, ())

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any]:
        """Return who logs in. Raises HTTPError with a sentence that says why not."""
        name = data.get("username", "").strip().lower()
        if not NAME.fullmatch(name):
            raise refused(
                "A name here has 1 to 32 characters: the letters a to z, digits, and between them "
                "dots, hyphens or underscores. Choose one like that, such as ada or kim-2."
            )
        with self.guesses.counted(name, address(handler.request)):
            self.let_in(name, data.get("password", ""), data.get("code", ""))
        return {"name": name, "admin": name == INSTRUCTOR}

    def let_in(self, name: str, password: str, code: str) -> None:
        """Let a known learner in, or a new one. Raises HTTPError with a sentence otherwise."""
        if name == INSTRUCTOR:
            if not same(password, self.instructor):
                raise refused("That is not the instructor's password.")
            return
        known = self.known()
        if name in known:
            if not compare_token(known[name], password):
                raise refused(
                    f"Somebody here is called {name}, with another {self.word()}. If it is not "
                    "you, take another name."
                )
            return
        if self.tokens:
            self.check_token(known, password)
        else:
            self.check_code(password, code)
        known[name] = hash_token(password, salt=16, rounds=1 if self.tokens else ROUNDS)
        self.keep(known)

    def word(self) -> str:
        """Return what a learner is known by."""
        return "token" if self.tokens else "password"

    def check_code(self, password: str, code: str) -> None:
        """Raise HTTPError unless somebody new knows the code and has thought of a password."""
        if not same(bare(code), bare(self.code)):
            raise refused(
                "That is not the access code of this workshop: look at the board, or ask for it. "
                "If you were here before, check your name: it needs no code."
            )
        if not SHORTEST <= len(password) <= LONGEST:
            raise refused(f"Choose a password of {SHORTEST} to {LONGEST} characters.")

    def check_token(self, known: dict[str, str], token: str) -> None:
        """Raise HTTPError unless this is a token that nobody has come with yet."""
        if not any(same(token, one) for one in self.tokens):
            raise refused(
                "That is none of the tokens of this workshop: type it as you were given it."
            )
        for name, kept in known.items():
            if compare_token(kept, token):
                raise refused(f"This token belongs to {name}: log in with that name.")

    def delete_user(self, user: Any) -> None:
        """Forget a learner whom the instructor deletes: the name may be taken anew, with its files.

        That is how a password that was forgotten is replaced.
        """
        known = self.known()
        if known.pop(user.name, None):
            self.keep(known)

    def known(self) -> dict[str, str]:
        """Return the hash of each learner's password by name."""
        try:
            found: dict[str, str] = json.loads(Path(self.learners).read_text())
        except FileNotFoundError:
            return {}
        return found

    def keep(self, known: dict[str, str]) -> None:
        """Write down who has come, never half to be seen."""
        fresh = Path(f"{self.learners}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(known, indent=0))
        fresh.replace(self.learners)


def bare(code: str) -> str:
    """Return an access code as it counts, however it was copied from a board."""
    return re.sub(r"[\s-]", "", code).lower()


def same(given: str, wanted: str) -> bool:
    """Return whether a secret was given, in a time that tells nothing; an empty one is none."""
    return bool(wanted) and compare_digest(given.encode(), wanted.encode())


def address(request: HTTPServerRequest) -> str:
    """Return where a request comes from: the last that the hub's proxy has noted.

    Its ``remote_ip`` may be what the sender says of itself, in X-Real-Ip.
    """
    noted = request.headers.get("X-Forwarded-For", "")
    return str(noted.rpartition(",")[2].strip() or request.remote_ip)


def refused(sentence: str) -> HTTPError:
    """Return what has the login page say a sentence."""
    return HTTPError(403, sentence)
