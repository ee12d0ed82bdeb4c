# verdict: ^Right:
# A class with a method as endpoint; AsyncExitStack gives back.
from contextlib import AsyncExitStack


class Waiter:
    def __init__(self, app):
        self.app = app
        app.add_api_route("/orders/{number}", self.order, methods=["GET"])

    async def order(self, number: int):
        async with AsyncExitStack() as stack:
            pool = self.app.state.pool
            connection = await pool.acquire()
            stack.push_async_callback(pool.release, connection)
            row = await connection.fetchrow("SELECT price FROM orders WHERE number = $1", number)
            if not row:
                return {"price": None}
            return {"price": row["price"]}


def early_return(dsn):
    app = shop(dsn)
    Waiter(app)
    return app
