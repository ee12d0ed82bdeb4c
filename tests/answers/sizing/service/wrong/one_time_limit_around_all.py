# verdict: after it was over: expected 30|seen .*503|When it goes on
# points: 5
def service(dsn):
    app = counter(dsn, size=4, overflow=3, timeout=30)

    @app.middleware("http")
    async def limited(request, call_next):
        import asyncio

        try:
            async with asyncio.timeout(1):
                return await call_next(request)
        except TimeoutError:
            return JSONResponse("full", 503)

    return app
