# verdict: at once in the database: expected 3, seen 1
import psycopg


def off_the_loop(dsn):
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        with psycopg.connect(dsn) as connection:
            return connection.execute(PRICE + "%s", [number]).fetchone()[0]

    @app.get("/health")
    async def health():
        return "well"

    return app
