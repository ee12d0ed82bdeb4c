# verdict: ^Right:
import json


def monitor(dsn):
    held, over, visits = {}, [], ContextVar("visits")

    class Watched:
        async def acquire(self):
            connection = await self.pool.acquire()
            held[connection] = visits.get()
            visits.get().add(connection)
            return connection

        async def release(self, connection):
            held.pop(connection).discard(connection)
            await self.pool.release(connection)

    watched = Watched()
    service = restaurant(watched)

    async def lifespan(receive, send):
        await receive()
        watched.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watched.pool.terminate()
        await send({"type": "lifespan.shutdown.complete"})

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["path"] == "/lost":
            found = Counter()
            for path, left in over:
                found.update([path] * len(left))
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": json.dumps(found).encode()})
        else:
            mine = set()
            visits.set(mine)
            try:
                await service(scope, receive, send)
            finally:
                over.append((scope["path"], mine))

    return app
