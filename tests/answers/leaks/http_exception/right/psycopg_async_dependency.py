# verdict: ^Right:
# Psycopg's async pool; the dependency's yield stands in `async with pool.connection()`.
import psycopg
from psycopg_pool import AsyncConnectionPool


def http_exception(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)
        await app.state.pool.open(wait=True)
        yield
        await app.state.pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    async def lend():
        async with app.state.pool.connection() as connection:
            yield connection

    Lent = Annotated[psycopg.AsyncConnection, Depends(lend)]

    async def price_of(number, connection):
        cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
        row = await cursor.fetchone()
        return row[0] if row else None

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await price_of(number, connection)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await price_of(number, connection) // guests}

    return app
