# verdict: of 3 who come at once, served at once: expected 3, seen 1
from sqlalchemy import create_engine


def busy(dsn):
    url = dsn.replace("postgresql", "postgresql+psycopg", 1)
    engine = create_engine(url, pool_size=3, max_overflow=0, pool_timeout=0.5)
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def full(request, error):
        return JSONResponse("full", 503, headers={"Retry-After": "1"})

    @app.get("/orders/{number}")
    async def order(number: int):
        with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return connection.scalar(price, {"number": number})


    @app.get("/health")
    async def health():
        return "alive"

    return app
