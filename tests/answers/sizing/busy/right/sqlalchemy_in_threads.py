# verdict: ^Right
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


def busy(dsn):
    url = dsn.replace("postgresql", "postgresql+psycopg", 1)
    engine = create_engine(url, pool_size=3, max_overflow=0, pool_timeout=1)
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    def full(request, error):
        return JSONResponse("full", 503, headers={"Retry-After": "2"})

    @app.get("/orders/{number}")
    def order(number: int):
        with Session(engine) as session:
            price = text("SELECT price FROM orders WHERE number = :number")
            return session.scalar(price, {"number": number})


    @app.get("/health")
    async def health():
        return "alive"

    return app
