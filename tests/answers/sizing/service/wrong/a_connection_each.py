# verdict: seen (2\d|30) connections, and that is too many
def service(dsn):
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await connection.close()

    return app
