# verdict: ^Right:
# Except BaseException with raise, and else: both give back, no finally.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        pool = app.state.pool
        connection = await pool.acquire()
        try:
            each = await connection.fetchval(
                "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
            )
            answer = {"share": each + 2}
        except BaseException:
            await pool.release(connection)
            raise
        else:
            await pool.release(connection)
            return answer

    return app
