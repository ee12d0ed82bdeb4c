# verdict: After \d+ refusals, of \d+ who come at once, served at once: expected \d+, seen \d+
# points: 4
# A circuit breaker: after a refusal everybody is refused for thirty seconds, whether the pool is empty or not.
from time import monotonic


def busy(dsn):
    app = shop(dsn)
    app.state.closed_until = 0.0

    def refusal():
        left = max(1, math.ceil(app.state.closed_until - monotonic()))
        return HTTPException(503, "full", headers={"Retry-After": str(min(left, 60))})

    @app.get("/orders/{number}")
    async def order(number: int):
        if monotonic() < app.state.closed_until:
            raise refusal()
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            app.state.closed_until = monotonic() + 30
            raise refusal()
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
