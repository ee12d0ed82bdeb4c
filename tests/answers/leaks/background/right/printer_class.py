# verdict: ^Right:
# A class with the printer's state; the task is its bound method.
class Printer:
    def __init__(self, app, bell):
        self.app, self.bell, self.printed = app, bell, []

    async def price(self, number):
        async with self.app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    async def __call__(self, number):
        await self.bell.wait()
        self.printed.append(f"{number}: {await self.price(number)}")


def background(dsn):
    app = shop(dsn, orders=True)
    printer = Printer(app, Bell(app))

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await printer.price(number) is None:
            raise HTTPException(404)
        tasks.add_task(printer, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show() -> list[str]:
        return printer.printed

    return app
