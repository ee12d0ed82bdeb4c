# verdict: ^Right:
# An APIRoute class runs its handler once more; the endpoint knows nothing of it.
from fastapi.routing import APIRoute

LOST = (
    asyncpg.exceptions.PostgresConnectionError,
    asyncpg.exceptions.AdminShutdownError,
    asyncpg.exceptions.InterfaceError,
    asyncpg.exceptions.InternalClientError,
)


class ReadingRoute(APIRoute):
    def get_route_handler(self):
        handle = super().get_route_handler()

        async def twice_at_most(request: Request):
            for _ in range(2):
                try:
                    return await handle(request)
                except LOST:
                    continue
            raise HTTPException(503)

        return twice_at_most


def recover(dsn):
    app = shop(dsn)
    app.router.route_class = ReadingRoute

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
