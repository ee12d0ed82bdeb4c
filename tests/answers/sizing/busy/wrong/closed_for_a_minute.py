# verdict: After 6 refusals, .*expected 3, seen 0, .*503
# points: 4
# after a refusal, all are refused for a minute (a circuit breaker)
import time


def busy(dsn):
    app = shop(dsn)
    app.state.closed_until = 0.0

    def refusal():
        return HTTPException(503, "full", headers={"Retry-After": "60"})

    @app.get("/orders/{number}")
    async def order(number: int):
        if time.monotonic() < app.state.closed_until:
            raise refusal()
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            app.state.closed_until = time.monotonic() + 60
            raise refusal() from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
