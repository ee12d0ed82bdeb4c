# verdict: ^Right:
from psycopg_pool import ConnectionPool


def http_exception(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    def lend():
        with pool.connection() as connection:
            yield connection

    def price_of(connection, number):
        row = connection.execute(PRICE.replace("$1", "%s"), [number]).fetchone()
        return row and row[0]

    @app.get("/orders/{number}")
    def order(number: int, connection: Annotated[object, Depends(lend)]):
        price = price_of(connection, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    def share(number: int, guests: int, connection: Annotated[object, Depends(lend)]):
        return {"share": price_of(connection, number) // guests}

    return app
