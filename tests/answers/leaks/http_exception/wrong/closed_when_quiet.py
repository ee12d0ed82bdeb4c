# verdict: of those that it lends \d are new
# Gives back properly, to a pool that closes all but one when nobody comes for five seconds.
def http_exception(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(
            dsn, min_size=1, max_size=3, max_inactive_connection_lifetime=5
        )
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app
