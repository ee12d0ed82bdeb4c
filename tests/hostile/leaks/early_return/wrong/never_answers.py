# before: not tried
# verdict: no answer within
from fastapi.responses import Response, StreamingResponse


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        await asyncio.Event().wait()

    return app
