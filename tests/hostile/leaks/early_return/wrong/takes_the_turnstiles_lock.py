# before: not tried
# verdict: no answer within
import psycopg


def early_return(dsn):
    global kept
    kept = psycopg.connect(dsn, autocommit=True)
    kept.execute("SELECT pg_advisory_lock(1), pg_advisory_unlock_all(), pg_advisory_lock(1)")
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return {"price": await connection.fetchval(PRICE, number)}

    return app
