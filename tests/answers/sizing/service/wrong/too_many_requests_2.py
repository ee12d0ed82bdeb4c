# verdict: When all connections are out, and stay out: \d+ more come: expected status
# points: 5
# The right numbers, but the refusal is a 429.
def service(dsn):
    app = counter(dsn, size=4, overflow=3, timeout=1)

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("too many requests", 429)

    return app
