# verdict: ^Right:
# Sync engine; the name is set by a pool event at connect, and committed.
from sqlalchemy import event


def lifespan(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_use_lifo=True)

    @event.listens_for(engine, "connect")
    def name_it(dbapi_connection, record):
        with dbapi_connection.cursor() as cursor:
            cursor.execute("SET application_name TO 'bistro'")
        dbapi_connection.commit()

    @asynccontextmanager
    async def opened(app):
        yield
        await asyncio.to_thread(engine.dispose)

    app = FastAPI(lifespan=opened)

    def connection():
        with engine.connect() as one:
            yield one

    @app.get("/orders/{number}")
    def order(number: int, one=Depends(connection)):
        return one.scalar(text(PRICE + ":number"), {"number": number})

    return app
