# verdict: ^Right
from sqlalchemy import create_engine


def service(dsn):
    url = dsn.replace("postgresql", "postgresql+psycopg", 1)
    engine = create_engine(url, pool_size=4, max_overflow=3, pool_timeout=1, pool_pre_ping=True)
    app = FastAPI()

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            with engine.begin() as connection:
                price = text("SELECT price FROM orders WHERE number = :number")
                return connection.execute(price, {"number": number}).scalar_one()
        except exc.TimeoutError as error:
            raise HTTPException(503, "full") from error

    return app
