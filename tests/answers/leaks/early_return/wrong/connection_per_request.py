# verdict: 3 are new
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
