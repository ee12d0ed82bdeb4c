# verdict: ^Right:
# The background task only starts a task in a TaskGroup that lives as long as the app.
import logging


def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed, running = Bell(app), [], set()
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app):
        async with inner(app), asyncio.TaskGroup() as group:
            app.state.group = group
            yield
            for task in running:
                task.cancel()

    app.router.lifespan_context = lifespan

    async def print_receipt(number):
        try:
            await bell.wait()
            async with app.state.pool.acquire() as connection:
                price = await connection.fetchval(PRICE, number)
            printed.append(f"{number}: {price}")
        except Exception:
            logging.exception("receipt %s is not printed", number)

    async def start(number):
        task = app.state.group.create_task(print_receipt(number))
        running.add(task)
        task.add_done_callback(running.discard)

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        async with app.state.pool.acquire() as connection:
            if await connection.fetchval(PRICE, number) is None:
                raise HTTPException(404)
        tasks.add_task(start, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app
