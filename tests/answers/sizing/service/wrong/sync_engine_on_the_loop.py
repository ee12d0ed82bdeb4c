# verdict: seen 1 served at once, and not one more came. The budget has room
from sqlalchemy import create_engine


def service(dsn):
    url = dsn.replace("postgresql", "postgresql+psycopg", 1)
    engine = create_engine(url, pool_size=4, max_overflow=3, pool_timeout=1)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return connection.scalar(price, {"number": number})

    return app
