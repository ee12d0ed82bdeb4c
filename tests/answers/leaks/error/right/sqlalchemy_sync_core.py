# verdict: ^Right:
# Synchronous SQLAlchemy core over psycopg, def endpoints, engine.begin().
from sqlalchemy import create_engine


def error(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            price = connection.scalar(
                text("SELECT price FROM orders WHERE number = :n"), {"n": number}
            )
        return {"price": price}

    @app.get("/orders/{number}/share")
    def share(number: int, guests: int):
        with engine.begin() as connection:
            query = text("SELECT price / CAST(:g AS int) FROM orders WHERE number = :n")
            return {"share": connection.execute(query, {"n": number, "g": guests}).scalar_one() + 2}

    return app
