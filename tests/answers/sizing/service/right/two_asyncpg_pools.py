# verdict: ^Right:
# Two asyncpg pools, four that stay and up to three that close after a second idle; a priority queue of tokens says which.
import asyncio

STAY, RUSH = 0, 1


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        tokens = asyncio.PriorityQueue()
        for token in [STAY] * 4 + [RUSH] * 3:
            tokens.put_nowait(token)
        async with (
            asyncpg.create_pool(dsn, min_size=4, max_size=4, max_inactive_connection_lifetime=0) as stay,
            asyncpg.create_pool(dsn, min_size=0, max_size=3, max_inactive_connection_lifetime=1) as rush,
        ):
            app.state.tokens, app.state.pools = tokens, {STAY: stay, RUSH: rush}
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            token = await asyncio.wait_for(app.state.tokens.get(), 1)
        except TimeoutError:
            raise HTTPException(503, "full")
        try:
            async with app.state.pools[token].acquire() as connection:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            app.state.tokens.put_nowait(token)

    return app
