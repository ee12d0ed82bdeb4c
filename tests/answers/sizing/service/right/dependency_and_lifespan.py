# verdict: ^Right:
# An own SQLAlchemy engine, made and disposed of in the lifespan; a dependency takes the connection; HTTPException for the refusal.
from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection


async def get_connection(request: Request):
    connection = request.app.state.engine.connect()
    try:
        await connection.start()
    except exc.TimeoutError:
        raise HTTPException(503, "not tonight") from None
    try:
        yield connection
    finally:
        await connection.close()


Connection = Annotated[AsyncConnection, Depends(get_connection)]


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.engine = create_async_engine(
            dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=4,
            max_overflow=3,
            pool_timeout=1.2,
        )
        yield
        await app.state.engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Connection):
        result = await connection.execute(text("SELECT price FROM orders WHERE number = :n"), {"n": number})
        return result.scalar_one_or_none()

    return app
