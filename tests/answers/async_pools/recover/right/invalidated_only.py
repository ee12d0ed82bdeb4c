# verdict: Right
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)
    app = FastAPI()

    def price(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                return await run_in_threadpool(price, number)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
        raise HTTPException(503, headers={"Retry-After": "1"})

    return app
