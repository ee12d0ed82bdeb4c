# verdict: ^Right
# the given counter with 3 and 0, the handler replaced by one with the header
from random import randint


def busy(dsn):
    app = counter(dsn, size=3, overflow=0, timeout=1)

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        seconds = str(randint(1, 3))
        return JSONResponse({"detail": "full"}, 503, headers={"Retry-After": seconds})

    @app.get("/health")
    async def health():
        return "alive"

    return app
