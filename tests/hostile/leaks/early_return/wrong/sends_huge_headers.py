# before: contained
# verdict: no answer
from fastapi.responses import Response, StreamingResponse


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return Response("{}", headers={f"x-{one}": "y" * 60_000 for one in range(50)})

    return app
