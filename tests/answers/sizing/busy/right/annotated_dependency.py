# verdict: ^Right
# an Annotated dependency with yield; a dataclass for the refusal's settings
from dataclasses import dataclass
from random import choice

from fastapi import Request


@dataclass(frozen=True)
class Patience:
    wait: float = 0.7
    again: tuple = ("1", "2", "3", "4")

    def refusal(self):
        return HTTPException(503, "come again", headers={"Retry-After": choice(self.again)})


patience = Patience()


async def waiter(request: Request):
    pool = request.app.state.pool
    try:
        taken = await pool.acquire(timeout=patience.wait)
    except TimeoutError:
        raise patience.refusal() from None
    try:
        yield taken
    finally:
        await pool.release(taken)


Waiter = Annotated[asyncpg.Connection, Depends(waiter)]


def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int, db: Waiter):
        return await db.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app
