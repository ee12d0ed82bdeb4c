"""A restaurant that is drawn anew each time, and speaks through a monitor: ``poollab.mystery``."""

import asyncio
from collections import Counter

from poollab.examiner.app import LONGEST, App
from poollab.examiner.examination import Examination
from poollab.examiner.looks import looks
from poollab.examiner.verdict import Missed

COURSES = "CREATE TABLE examiner.courses (path text PRIMARY KEY, words text[])"
COURSE = """
    CREATE FUNCTION public.course(place text, step int) RETURNS text LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
        word text := (SELECT words[step] FROM examiner.courses WHERE path = place);
    BEGIN
        IF word LIKE '*%' THEN PERFORM examiner.turnstile(); END IF;
        RETURN ltrim(word, '*');
    END $$
"""  # a * is a visit that has to pass the turnstile
DISHES = ("soup", "fish", "cake", "wine", "rice", "tea", "bread", "salad", "eggs", "plums",
          "beans", "pears", "figs")  # fmt: skip
WAYS = {  # what a visit does, step by step
    "good": ["release"],
    "good and slow": ["another", "*release"],
    "good, washes up later": ["later", "*release"],
    "good, washes up after the end": ["after the end", "*release"],
    "good, asks for more in vain": ["one more if soon", "release"],
    "good and fails": ["release and fail"],
    "loses": ["lose"],
    "loses and fails": ["lose and fail"],
    "loses and raises": ["lose and raise"],
    "loses and is cancelled": ["lose and be cancelled"],
    "loses the second": ["*another", "lose"],
    "loses one of two": ["one more", "one less", "lose"],
    "loses two": ["one more", "lose"],
}
FELL = {"detail": "the plate fell"}
FAILS = {
    "good and fails": FELL,
    "loses and fails": FELL,
    "loses and raises": "Internal Server Error",
    "loses and is cancelled": "Internal Server Error",
}
HEADERS = {"content-type", "content-length", "date", "server"}


class Restaurant:
    """A service as it was drawn: a path for each way."""

    def __init__(self, exam: Examination) -> None:
        """Draw the paths."""
        names = exam.draw.sample(DISHES, len(WAYS))
        self.paths = {
            way: f"/{name}/{exam.draw.randint(10, 99)}"
            for way, name in zip(WAYS, names, strict=True)
        }
        self._exam = exam

    async def open(self) -> None:
        """Tell the database what each path does."""
        for sql in (COURSES, COURSE):
            await self._exam.db.query(sql)
        for way, words in WAYS.items():
            await self._exam.db.query(
                "INSERT INTO examiner.courses VALUES (%s, %s)", self.paths[way], words
            )

    def serve(self, app: App) -> None:
        """Speak through this monitor, which has lost nothing yet."""
        self._app = app
        self.lost: Counter[str] = Counter()

    async def visit(self, way: str, method: str = "GET", within: float = LONGEST) -> None:
        """Go there once, and see that the monitor hands on what the restaurant says."""
        path, status = self.paths[way], 500 if way in FAILS else 200
        answer = await self._app.ask(f"{path}?guests=2", method, within)
        with self._exam.check("the restaurant's answer unchanged"):
            if (answer.status, answer.json()) != (status, right := FAILS.get(way, "served")):
                raise Missed(
                    f"{method} {path}, to which the restaurant says {status} with {right!r}: "
                    f"seen {answer.status} with {answer.body[:80]!r}."
                )
            if status == 200 and (more := {*answer.headers} ^ HEADERS):
                raise Missed(
                    f"{method} {path}: the restaurant's answer should be unchanged; headers that "
                    f"are new, or gone: {', '.join(sorted(more))}."
                )
        if way.startswith("loses"):
            self.lost[path] += 2 if way == "loses two" else 1

    async def reported(self, when: str) -> None:
        """See the monitor name what is lost, and nothing else."""
        seen: object = None
        for pause in looks():
            if (seen := (await self._app.expect("/lost", 200)).json()) == self.lost:
                return
            await asyncio.sleep(pause)
        raise Missed(f"{when}, /lost should say {dict(self.lost)}; seen {seen!s:.200}.")
