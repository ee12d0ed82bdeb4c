# verdict: ^Right:
# An own pool class of asyncpg connections: a semaphore of seven, at most four kept when they come back.
import asyncio


class Full(Exception):
    pass


class Elastic:
    def __init__(self, dsn, size, overflow, timeout):
        self.dsn, self.size, self.timeout = dsn, size, timeout
        self.places = asyncio.Semaphore(size + overflow)
        self.idle = []

    @asynccontextmanager
    async def connection(self):
        try:
            async with asyncio.timeout(self.timeout):
                await self.places.acquire()
        except TimeoutError:
            raise Full from None
        try:
            connection = self.idle.pop() if self.idle else await asyncpg.connect(self.dsn)
            try:
                yield connection
            finally:
                if not connection.is_closed():
                    if len(self.idle) < self.size:
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
        app.state.pool = Elastic(dsn, size=4, overflow=3, timeout=1)
        yield
        await app.state.pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(Full)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    return app
