# verdict: ^Right
# an own pool on asyncpg: seven places (semaphore), four connections stay, the rest is closed when given back
import asyncio
from collections import deque


class Staff:
    def __init__(self, dsn, size, overflow, timeout):
        self.dsn, self.size, self.timeout = dsn, size, timeout
        self.places = asyncio.Semaphore(size + overflow)
        self.idle = deque()

    @asynccontextmanager
    async def lend(self):
        async with asyncio.timeout(self.timeout):
            await self.places.acquire()
        try:
            connection = self.idle.pop() if self.idle else await asyncpg.connect(self.dsn)
            try:
                yield connection
            finally:
                if len(self.idle) < self.size and not connection.is_closed():
                    self.idle.append(connection)
                else:
                    await connection.close()
        finally:
            self.places.release()

    async def close(self):
        while self.idle:
            await self.idle.pop().close()


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.staff = Staff(dsn, size=4, overflow=3, timeout=1)
        for _ in range(4):
            app.state.staff.idle.append(await asyncpg.connect(dsn))
        yield
        await app.state.staff.close()

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(TimeoutError)
    async def full(request, error):
        return JSONResponse({"error": "full"}, 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.staff.lend() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    return app
