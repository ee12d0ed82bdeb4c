# verdict: In a rush of 30: seen 8 connections, and that is too many
# points: 2
import asyncio


def service(dsn):
    app = counter(dsn, size=3, overflow=4, timeout=1)
    beside, opening = [], asyncio.Lock()

    @app.middleware("http")
    async def listening(request, call_next):
        async with opening:
            if not beside:
                beside.append(await asyncpg.connect(dsn))
        return await call_next(request)

    return app
