# verdict: After \d+ bills shared by \d+ guests, connections that the pool can still lend: expected \d+, seen \d+
# A queue of psycopg connections; what failed goes back without a rollback.
import psycopg


def error(dsn):
    free = asyncio.Queue()

    @asynccontextmanager
    async def lifespan(app):
        opened = [await psycopg.AsyncConnection.connect(dsn) for _ in range(3)]
        for connection in opened:
            free.put_nowait(connection)
        yield
        for connection in opened:
            await connection.close()

    app = FastAPI(lifespan=lifespan)

    @asynccontextmanager
    async def lend():
        connection = await free.get()
        try:
            yield connection
            await connection.commit()
        finally:
            free.put_nowait(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with lend() as connection:
            cursor = await connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            )
            row = await cursor.fetchone()
            return {"price": row[0] if row else None}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with lend() as connection:
            cursor = await connection.execute(
                "SELECT price / %s::int FROM orders WHERE number = %s", (guests, number)
            )
            row = await cursor.fetchone()
        return {"share": row[0] + 2}

    return app
