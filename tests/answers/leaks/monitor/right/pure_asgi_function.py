# verdict: ^Right:
# No framework: one ASGI function with the lifespan protocol by hand.
import json


def monitor(dsn):
    state, notes, who = {}, {}, ContextVar("who")

    class Pool:
        async def acquire(self):
            connection = await state["pool"].acquire()
            notes[id(connection)] = (connection, who.get())
            return connection

        async def release(self, connection):
            notes.pop(id(connection), None)
            await state["pool"].release(connection)

    inner = restaurant(Pool())

    async def live(receive, send):
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                state["pool"] = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
                await send({"type": "lifespan.startup.complete"})
            else:
                state["pool"].terminate()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def tell(send):
        lost = Counter(request[0] for _, request in notes.values() if request[1])
        body = json.dumps(lost).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await live(receive, send)
        elif scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/lost":
            await tell(send)
        else:
            request = [scope["path"], False]
            who.set(request)
            try:
                await inner(scope, receive, send)
            finally:
                request[1] = True

    return app
