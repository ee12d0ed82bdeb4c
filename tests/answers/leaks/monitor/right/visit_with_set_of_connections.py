# verdict: ^Right:
# A dataclass Visit holds the set of its connections; a second dict finds the visit of a connection.
from dataclasses import dataclass, field


@dataclass(eq=False)
class Visit:
    path: str
    held: set = field(default_factory=set)
    over: bool = False


def monitor(dsn):
    here = ContextVar("here")
    visits, owner = set(), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            visit = here.get()
            visit.held.add(connection)
            visits.add(visit)
            owner[connection] = visit
            return connection

        async def release(self, connection):
            try:
                await app.state.pool.release(connection)
            finally:
                visit = owner.pop(connection, None)
                if visit is not None:
                    visit.held.discard(connection)
                    if not visit.held:
                        visits.discard(visit)

    door = restaurant(Pool())

    async def enter(scope, receive, send):
        visit = Visit(scope["path"])
        token = here.set(visit)
        try:
            await door(scope, receive, send)
        finally:
            visit.over = True
            here.reset(token)

    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=8, max_size=8) as pool:
            app.state.pool = pool
            yield
            pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost() -> dict[str, int]:
        answer = Counter()
        for visit in visits:
            if visit.over:
                answer[visit.path] += len(visit.held)
        return answer

    app.mount("/", enter)
    return app
