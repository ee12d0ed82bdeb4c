# verdict: ^Right:
# Own slots in a queue, get_nowait, a lost connection is replaced when its slot is taken next.
class Slot:
    connection = None


def bounded(dsn):
    free = asyncio.LifoQueue()
    slots = [Slot() for _ in range(3)]

    @asynccontextmanager
    async def opened(app):
        for slot in slots:
            slot.connection = await asyncpg.connect(dsn)
            free.put_nowait(slot)
        yield
        for slot in slots:
            slot.connection.terminate()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            slot = free.get_nowait()
        except asyncio.QueueEmpty:
            raise HTTPException(503, "no connection", headers={"Retry-After": "1"}) from None
        try:
            if slot.connection.is_closed():
                slot.connection = await asyncpg.connect(dsn)
            return await slot.connection.fetchval(PRICE + "$1", number)
        finally:
            free.put_nowait(slot)

    return app
