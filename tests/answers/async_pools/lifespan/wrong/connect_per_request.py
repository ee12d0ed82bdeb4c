# verdict: expected 3 connections at most, seen
NAMED = {"server_settings": {"application_name": "bistro"}}


def lifespan(dsn):
    async def lent():
        connection = await asyncpg.connect(dsn, **NAMED)
        try:
            yield connection
        finally:
            await connection.close()

    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app
