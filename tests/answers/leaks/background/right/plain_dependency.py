# verdict: ^Right:
# An async dependency without yield checks the order.
from fastapi import status


def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def existing(number: int):
        async with app.state.pool.acquire() as connection:
            if await connection.fetchrow("SELECT 1 FROM orders WHERE number = $1", number):
                return number
        raise HTTPException(status.HTTP_404_NOT_FOUND)

    async def print_receipt(number):
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            printed.append(f"{number}: {await connection.fetchval(PRICE, number)}")

    @app.post("/orders/{number}/receipt", status_code=status.HTTP_202_ACCEPTED)
    async def receipt(number: Annotated[int, Depends(existing)], tasks: BackgroundTasks):
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app
