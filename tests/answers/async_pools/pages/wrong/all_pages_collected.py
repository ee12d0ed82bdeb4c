# verdict: When the client reads on: expected a query for the next page, seen none
# points: 2
from fastapi.responses import PlainTextResponse


def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last, text = 0, ""
            while page := await app.state.pool.fetch(sql, last):
                for last, dish in page:
                    text += f"{last} {dish}\n"
            return text

        return PlainTextResponse(await lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app
