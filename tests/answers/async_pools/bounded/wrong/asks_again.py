# verdict: A request whose query the server breaks off: expected \d+ answers, seen \d+ within \d+ s\.
# points: 3
# A query that the server broke off is asked again until it is answered.
def bounded(dsn):
    app = shop(dsn)

    async def get():
        try:
            return await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, "busy", headers={"Retry-After": "1"}) from None

    @app.get("/orders/{number}")
    async def order(number: int):
        while True:
            connection = await get()
            try:
                return await connection.fetchval(PRICE + "$1", number)
            except asyncpg.PostgresError:
                continue
            finally:
                await app.state.pool.release(connection)

    return app
