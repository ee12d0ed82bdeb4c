# verdict: ^Right:
# The given counter with 3, 0 and 1 s; its handler is replaced by one that has the header.
def busy(dsn):
    app = counter(dsn, size=3, overflow=0, timeout=1)

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse({"detail": "full"}, 503, headers={"Retry-After": "1"})

    @app.get("/health")
    async def health():
        return "alive"

    return app
