# verdict: 5 ask at once: expected 3 connections at most, seen [45]
def early_return(dsn):
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await asyncpg.connect(dsn)
        try:
            return {"price": await connection.fetchval(PRICE, number)}
        finally:
            await connection.close()

    return app
