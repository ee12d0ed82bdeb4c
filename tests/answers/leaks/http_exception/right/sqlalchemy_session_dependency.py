# verdict: ^Right:
def http_exception(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()
    query = text("SELECT price FROM orders WHERE number = :n")

    async def session():
        async with sessions() as found:
            yield found

    Session = Annotated[object, Depends(session)]

    @app.get("/orders/{number}")
    async def order(number: int, db: Session):
        price = await db.scalar(query, {"n": number})
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, db: Session):
        return {"share": await db.scalar(query, {"n": number}) // guests}

    return app
