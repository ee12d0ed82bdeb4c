# verdict: ^Right:
# An admission gate (semaphore of seven, one second) as a decorator before an engine of 4 + 3; settings in a dataclass.
import asyncio
from dataclasses import dataclass
from functools import wraps


@dataclass(frozen=True)
class Plan:
    size: int
    overflow: int
    timeout: float

    @property
    def total(self) -> int:
        return self.size + self.overflow


def limited(plan):
    gate = asyncio.Semaphore(plan.total)

    def decorate(endpoint):
        @wraps(endpoint)
        async def inner(*args, **kwargs):
            try:
                await asyncio.wait_for(gate.acquire(), plan.timeout)
            except TimeoutError:
                return JSONResponse({"detail": "try again"}, status_code=503)
            try:
                return await endpoint(*args, **kwargs)
            finally:
                gate.release()

        return inner

    return decorate


def service(dsn):
    plan = Plan(size=4, overflow=3, timeout=1.0)
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=plan.size, max_overflow=plan.overflow
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    @limited(plan)
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})

    return app
