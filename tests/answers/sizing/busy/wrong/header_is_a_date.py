# verdict: Retry-After of a 503: .* seen .*GMT
# points: 5
# Retry-After as an HTTP date
import time
from email.utils import formatdate


def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            later = formatdate(time.time() + 5, usegmt=True)
            raise HTTPException(503, "full", headers={"Retry-After": later}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app
