# verdict: ^Right:
# No pool class: three worker tasks, each with its connection, take orders from one queue and set futures.
async def waiter(dsn, todo):
    connection = await asyncpg.connect(dsn)
    try:
        while True:
            number, answer = await todo.get()
            try:
                if connection.is_closed():
                    connection = await asyncpg.connect(dsn)
                price = await connection.fetchval(PRICE + "$1", number)
            except Exception as error:
                if not answer.done():
                    answer.set_exception(error)
            else:
                if not answer.done():
                    answer.set_result(price)
    finally:
        connection.terminate()


def one_each(dsn):
    todo = asyncio.Queue()

    @asynccontextmanager
    async def opened(app):
        waiters = [asyncio.create_task(waiter(dsn, todo)) for _ in range(3)]
        yield
        for one in waiters:
            one.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)

    app = FastAPI(lifespan=opened)

    def ask(number):
        answer = asyncio.get_running_loop().create_future()
        todo.put_nowait((number, answer))
        return answer

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(ask(one), ask(other))

    return app
