# verdict: MB more than before into memory or files\. How many pages are made before they are sent\?
# points: 2
# Writes the menu to a temporary file and sends that.
import os
import tempfile

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask


def stream(dsn):
    app = shop(dsn, orders=True)

    def write(rows):
        with tempfile.NamedTemporaryFile(delete=False) as file:
            for row in rows:
                file.write(page(*row))
        return file.name

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        name = await asyncio.to_thread(write, rows)
        return FileResponse(name, background=BackgroundTask(os.unlink, name))

    return app
