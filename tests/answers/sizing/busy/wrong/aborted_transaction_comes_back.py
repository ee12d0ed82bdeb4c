# verdict: After queries that failed, .*expected 3, seen \d, .*500
# points: 5
# own queue of psycopg connections, never rolled back after a failure
import asyncio

import psycopg


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.free = asyncio.LifoQueue()
        opened = [await psycopg.AsyncConnection.connect(dsn) for _ in range(3)]
        for connection in opened:
            app.state.free.put_nowait(connection)
        yield
        for connection in opened:
            await connection.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = app.state.free.get_nowait()
        except asyncio.QueueEmpty:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            cursor = await connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            )
            row = await cursor.fetchone()
            await connection.commit()
            return row[0] if row else None
        finally:
            app.state.free.put_nowait(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
