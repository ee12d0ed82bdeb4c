# verdict: ^Right:
# From __future__ import annotations; a class whose bound method is the lifespan, sub-application router.
from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter


class Bistro:
    pool: asyncpg.Pool | None = None

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.router = APIRouter(prefix="/orders")
        self.router.add_api_route("/{number}", self.order, methods=["GET"])

    @asynccontextmanager
    async def life(self, app: FastAPI) -> AsyncIterator[None]:
        self.pool = asyncpg.create_pool(
            self.dsn, min_size=0, max_size=3, server_settings={"application_name": "bistro"}
        )
        async with self.pool:
            yield

    async def order(self, number: int) -> int:
        assert self.pool is not None
        row = await self.pool.fetchrow("SELECT price FROM orders WHERE number = $1", number)
        return row["price"]


def lifespan(dsn: str) -> FastAPI:
    bistro = Bistro(dsn)
    app = FastAPI(lifespan=bistro.life)
    app.include_router(bistro.router)
    return app
