# before: not tried
# verdict: longer than a megabyte
from fastapi.responses import Response, StreamingResponse


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async def parts():
            while True:
                yield b"[" * 10_000

        return StreamingResponse(parts(), media_type="application/json")

    return app
