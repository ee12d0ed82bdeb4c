# verdict: ^Right:
from sqlalchemy import create_engine
from sqlalchemy.orm import Session


def early_return(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )
    app = FastAPI()

    def session():
        with Session(engine) as found:
            yield found

    @app.get("/orders/{number}")
    def order(number: int, db: Annotated[Session, Depends(session)]):
        query = text("SELECT price FROM orders WHERE number = :number")
        return {"price": db.scalar(query, {"number": number})}

    return app
