"""Errors on connections that are well: told as they are, and not tried again."""

from poollab.examiner.app import App
from poollab.examiner.async_pools.backends import POOL
from poollab.examiner.async_pools.visits import answers, go, paths, some
from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

FAILS = """
    CREATE FUNCTION examiner.failing() RETURNS SETOF examiner.orders LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM examiner.turnstile();
        PERFORM 1 / 0;
    END $$;
    CREATE OR REPLACE VIEW public.orders AS SELECT * FROM examiner.failing();
"""
WORKS = """
    CREATE OR REPLACE VIEW public.orders AS SELECT * FROM examiner.all_orders();
    DROP FUNCTION examiner.failing();
"""


async def healthy_error(exam: Examination, app: App) -> None:
    """Let queries fail on connections that are well: that is no 503. Raises Missed."""
    before = await exam.db.asked()
    await exam.db.query(FAILS)
    what = f"{POOL} queries that fail on a healthy connection, by a division by zero"
    found = await answers(exam, await go(app, paths(some(exam, POOL))), what)
    await exam.db.query(WORKS)
    with exam.check("500 for an error on a healthy connection"):
        if wrong := [answer.status for answer in found if answer.status != 500]:
            raise Missed(
                f"{what}: expected status 500, seen {wrong[0]}. Which errors tell of a lost "
                "connection?"
            )
        if (asked := await exam.db.asked_since(before, POOL, exam.own_time.over())) != POOL:
            raise Missed(
                f"{what}: expected no second try, so {POOL} queries in all, seen {asked}. Which "
                "errors tell of a lost connection?"
            )
