# verdict: Right
from sqlalchemy.orm import Session


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        name = {"application_name": "bistro"}
        app.state.engine = create_engine(
            psycopg_url(dsn), pool_size=3, max_overflow=0, connect_args=name
        )
        yield
        app.state.engine.dispose()

    def session(request: Request):
        with Session(request.app.state.engine) as one:
            yield one

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int, session: Annotated[Session, Depends(session)]):
        return session.scalar(text(PRICE + ":number"), {"number": number})

    return app
