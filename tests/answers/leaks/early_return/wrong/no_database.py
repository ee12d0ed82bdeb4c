# verdict: expected \{'price'
def early_return(dsn):
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": None}

    return app
