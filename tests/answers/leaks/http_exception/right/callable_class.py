# verdict: ^Right:
# A class whose instance is the dependency, with a generator as __call__ and AsyncExitStack inside.
from contextlib import AsyncExitStack
from dataclasses import dataclass


@dataclass(eq=False)
class Lender:
    app: FastAPI

    async def __call__(self):
        async with AsyncExitStack() as stack:
            yield await stack.enter_async_context(self.app.state.pool.acquire())


def http_exception(dsn):
    app = shop(dsn)
    Lent = Annotated[asyncpg.Connection, Depends(Lender(app))]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        row = await connection.fetchrow("SELECT price FROM orders WHERE number = $1", number)
        if row is None:
            raise HTTPException(404, f"no order {number}")
        return dict(row)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        return {"share": price // guests}

    return app
