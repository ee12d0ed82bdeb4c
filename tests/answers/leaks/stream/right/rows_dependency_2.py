# verdict: ^Right:
# A dependency that returns the rows (sorted in Python), no connection; map makes the pages.
from itertools import starmap
from operator import itemgetter


def stream(dsn):
    app = shop(dsn, orders=True)

    async def all_orders():
        found = await app.state.pool.fetch("SELECT number, dish, price FROM orders")
        return sorted((tuple(row) for row in found), key=itemgetter(0))

    @app.get("/menu")
    async def menu(orders: Annotated[list, Depends(all_orders)]):
        return StreamingResponse(starmap(page, orders))

    return app
