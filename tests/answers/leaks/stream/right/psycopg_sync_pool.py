# verdict: ^Right:
# Psycopg's synchronous pool; def endpoints.
from psycopg_pool import ConnectionPool


def stream(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    def ask(query, values=()):
        with pool.connection() as connection:
            return connection.execute(query, values).fetchall()

    @app.get("/orders/{number}")
    def order(number: int):
        found = ask("SELECT price FROM orders WHERE number = %s", (number,))
        return {"price": found[0][0] if found else None}

    @app.get("/menu")
    def menu():
        rows = ask("SELECT number, dish, price FROM orders ORDER BY number")
        return StreamingResponse((page(*row) for row in rows), media_type="text/plain")

    return app
