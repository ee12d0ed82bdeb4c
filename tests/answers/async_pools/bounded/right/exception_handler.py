# verdict: Right
from fastapi.responses import JSONResponse
from sqlalchemy.exc import TimeoutError as PoolEmpty


def bounded(dsn):
    app = FastAPI()
    engine = create_async_engine(
        psycopg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.3, pool_use_lifo=True
    )

    @app.exception_handler(PoolEmpty)
    async def empty(request, error):
        return JSONResponse("later", 503, headers={"Retry-After": "3"})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    return app
