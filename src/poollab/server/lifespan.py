"""How the lifespan of an app goes: it starts, it fails, or there is none."""

import threading
from collections.abc import Callable
from typing import Any

from poollab.errors import PoolLabError

STARTED, FAILED = "lifespan.startup.complete", "lifespan.startup.failed"


class Lifespan:
    """Stands between uvicorn and an app's lifespan.

    An app that raises before it takes the message of start-up, or returns without an answer to
    it, has no lifespan: it is served without, as by ``lifespan="auto"`` of uvicorn, and a line
    says so.
    """

    def __init__(self, app: Callable[..., Any]) -> None:
        self.failure: Exception | None = None
        """What the lifespan raised, or said of its failure."""
        self.started = False
        self.known = threading.Event()
        """Set as soon as the app has started or will not."""
        self._app = app
        self._asked = self._answered = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Run the app's lifespan."""

        async def asking() -> Any:
            message = await receive()
            self._asked = True
            return message

        async def answering(message: Any) -> None:
            await send(message)
            self._note(message)

        try:
            await self._app(scope, asking, answering)
        except Exception as error:
            if not self._asked:
                self._go_without(f"{type(error).__name__}: {error}")
            else:
                self.failure = error
                if not self._answered:  # else uvicorn would take it for an app without a lifespan
                    await send({"type": FAILED})
            raise
        if not self._answered:
            self._go_without("it returned without an answer")

    def _note(self, message: Any) -> None:
        """Note what the app answers."""
        self._answered = True
        if message["type"].endswith(".failed"):
            words = message.get("message", "").strip().splitlines() or ["it gives no reason"]
            self.failure = PoolLabError(f"The app's lifespan failed: {words[-1]}")
        elif message["type"] == STARTED:
            self._begin()

    def _go_without(self, reason: str) -> None:
        print(f"This app has no lifespan ({reason}): nothing is run at its start and its end.")
        self._begin()

    def _begin(self) -> None:
        self.started = True
        self.known.set()
