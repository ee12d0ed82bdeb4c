# verdict: ^Right:
# Synchronous SQLAlchemy core (psycopg) in a def endpoint, a plain generator function.
from sqlalchemy import create_engine


def stream(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=lifespan)

    def pages(rows):
        for row in rows:
            yield page(row.number, row.dish, row.price)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            query = text("SELECT price FROM orders WHERE number = :n")
            return {"price": connection.scalar(query, {"n": number})}

    @app.get("/menu")
    def menu():
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT number, dish, price FROM orders ORDER BY number")
            ).all()
        return StreamingResponse(pages(rows))

    return app
