# verdict: ^Right:
# One reader per order serves all guests of its ticker; it runs only as long as somebody looks.
class Watch:
    def __init__(self, read):
        self.read, self.guests = read, 0

    def join(self):
        self.guests += 1
        if self.guests == 1:
            self.next = asyncio.get_running_loop().create_future()
            self.reader = asyncio.create_task(self.tick())

    def leave(self):
        self.guests -= 1
        if self.guests == 0:
            self.reader.cancel()

    async def tick(self):
        while True:
            try:
                line, failed = f"{await self.read()}\n", None
            except Exception as error:
                line, failed = None, error
            old, self.next = self.next, asyncio.get_running_loop().create_future()
            if failed:
                old.set_exception(failed)
            else:
                old.set_result(line)
            await asyncio.sleep(0.1)


def cancelled(dsn):
    app = shop(dsn, orders=True)
    watches = {}

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                return {"price": await ask(number)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            watch = watches.setdefault(number, Watch(lambda: ask(number)))
            watch.join()
            try:
                while True:
                    yield await asyncio.shield(watch.next)
            finally:
                watch.leave()

        return StreamingResponse(lines(), media_type="text/plain")

    return app
