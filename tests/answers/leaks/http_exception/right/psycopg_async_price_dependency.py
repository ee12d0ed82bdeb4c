# verdict: ^Right:
# A dependency on the price itself: borrowed and given back before the endpoint starts.
from psycopg_pool import AsyncConnectionPool


def http_exception(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)

    async def find_price(number: int):
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            row = await cursor.fetchone()
        return row[0] if row else None

    Price = Annotated[int | None, Depends(find_price)]

    @app.get("/orders/{number}")
    async def order(number: int, price: Price):
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(guests: int, price: Price):
        return {"share": price // guests}

    return app
