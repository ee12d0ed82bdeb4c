# verdict: ^Right:
# A class with __aenter__ and __aexit__, which commits or rolls back, and always gives back.
class Work:
    def __init__(self, pool):
        self.pool = pool

    async def __aenter__(self):
        self.connection = await self.pool.acquire()
        try:
            self.transaction = self.connection.transaction(isolation="repeatable_read")
            await self.transaction.start()
        except BaseException:
            await self.pool.release(self.connection)
            raise
        return self.connection

    async def __aexit__(self, kind, error, trace):
        try:
            if kind is None:
                await self.transaction.commit()
            else:
                await self.transaction.rollback()
        finally:
            await asyncio.shield(self.pool.release(self.connection))
        return False


def cancelled(dsn):
    app = shop(dsn)

    async def pay(number):
        async with Work(app.state.pool) as connection:
            await connection.execute("INSERT INTO payments VALUES ($1)", number)
            return await connection.fetchval(PRICE + "$1", number)

    till(app, pay)
    return app
