# verdict: GET .*: expected .*, seen .*\.
# A response model with response_model_exclude_none, which leaves the key away.
from pydantic import BaseModel


class Price(BaseModel):
    price: int | None = None


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}", response_model=Price, response_model_exclude_none=True)
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return Price(price=await connection.fetchval(PRICE, number))

    return app
