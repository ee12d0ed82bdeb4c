# verdict: Right
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(
        psycopg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True, pool_use_lifo=True
    )
    app = FastAPI()

    @app.exception_handler(DBAPIError)
    async def gone(request, error):
        if not error.connection_invalidated:
            raise error
        return StreamingResponse(iter(["gone"]), 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        sql, one = text(PRICE + ":number"), {"number": number}
        try:
            async with engine.connect() as connection:
                return await connection.scalar(sql, one)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            async with engine.connect() as connection:
                return await connection.scalar(sql, one)

    return app
