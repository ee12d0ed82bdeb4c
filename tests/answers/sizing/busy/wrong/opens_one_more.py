# verdict: seen 9 connections, and that is too many
def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=0.3)
        except TimeoutError:
            connection = await asyncpg.connect(dsn)
            try:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
            finally:
                await connection.close()
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)


    @app.get("/health")
    async def health():
        return "alive"

    return app
