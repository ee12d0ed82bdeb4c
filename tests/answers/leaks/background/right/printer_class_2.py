# verdict: ^Right:
# A class Printer keeps the list, its bound methods are routes and task.
class Printer:
    def __init__(self, app):
        self.app, self.bell, self.lines = app, Bell(app), []
        app.post("/orders/{number}/receipt", status_code=202)(self.receipt)
        app.get("/printed")(self.show)

    async def price(self, number):
        connection = await self.app.state.pool.acquire()
        try:
            return await connection.fetchval(PRICE, number)
        finally:
            await self.app.state.pool.release(connection)

    async def __call__(self, number):
        await self.bell.wait()
        self.lines.append("{}: {}".format(number, await self.price(number)))

    async def receipt(self, number: int, tasks: BackgroundTasks):
        if await self.price(number) is None:
            raise HTTPException(404, f"no order {number}")
        tasks.add_task(self.__call__, number)
        return {"receipt": number}

    async def show(self) -> list[str]:
        return self.lines


def background(dsn):
    app = shop(dsn, orders=True)
    Printer(app)
    return app
