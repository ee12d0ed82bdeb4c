# verdict: ^Right:
# App-wide job queue, three workers with a connection each; a request waits for futures only.
def fan_out(dsn):
    jobs: asyncio.Queue = asyncio.Queue()

    async def cook():
        connection = await asyncpg.connect(dsn)
        try:
            while True:
                number, answer = await jobs.get()
                if answer.done():
                    continue
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

    @asynccontextmanager
    async def opened(app):
        cooks = [asyncio.create_task(cook()) for _ in range(3)]
        yield
        for one in cooks:
            one.cancel()
        await asyncio.gather(*cooks, return_exceptions=True)

    app = FastAPI(lifespan=opened)

    def price(number):
        answer = asyncio.get_running_loop().create_future()
        jobs.put_nowait((number, answer))
        return answer

    @app.get("/health")
    async def health():
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app
