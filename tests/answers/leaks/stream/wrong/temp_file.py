# verdict: MB more than before into memory or files\. How many pages are made before they are sent\?
# points: 2
# Writes the whole menu into a file and sends that.
import tempfile

from fastapi.responses import FileResponse


def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")
        with tempfile.NamedTemporaryFile(delete=False) as file:
            for row in rows:
                file.write(page(*row))
        return FileResponse(file.name)

    return app
