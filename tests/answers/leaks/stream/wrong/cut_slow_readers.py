# verdict: the stream ends before page
# points: 2
# who has not read all within two seconds is cut off
import time


def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")
        end = time.monotonic() + 2

        async def pages():
            for row in rows:
                if time.monotonic() > end:
                    return
                yield page(*row)

        return StreamingResponse(pages())

    return app
