# verdict: expected status 503, seen 429
# points: 5
# refuses with 429
def service(dsn):
    app = counter(dsn, size=4, overflow=3, timeout=1)

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 429)

    return app
