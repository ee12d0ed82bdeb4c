# before: not tried
# verdict: longer than a megabyte
from fastapi.responses import Response, StreamingResponse


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return Response(b"[" * 100_000_000, media_type="application/json")

    return app
