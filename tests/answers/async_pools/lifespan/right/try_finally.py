# verdict: Right
class Bistro:
    def __init__(self, dsn):
        self.dsn = dsn

    @asynccontextmanager
    async def opened(self, app):
        self.pool = await asyncpg.create_pool(
            self.dsn, min_size=1, max_size=3, server_settings={"application_name": "bistro"}
        )
        try:
            yield
        finally:
            await self.pool.close()

    async def lent(self):
        connection = await self.pool.acquire()
        try:
            yield connection
        finally:
            await self.pool.release(connection)


def lifespan(dsn):
    bistro = Bistro(dsn)
    app = FastAPI(lifespan=bistro.opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection=Depends(bistro.lent)):
        return await connection.fetchval(PRICE + "$1", number)

    return app
