# verdict: ^Right:
# Sync SQLAlchemy engine on psycopg, plain def endpoint in a thread, dispose at the end.
def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.engine = create_engine(
            psycopg_url(dsn),
            pool_size=3,
            max_overflow=0,
            connect_args={"application_name": "bistro"},
        )
        yield
        app.state.engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int, request: Request):
        with request.app.state.engine.connect() as connection:
            return connection.execute(text(PRICE + ":number"), {"number": number}).scalar_one()

    return app
