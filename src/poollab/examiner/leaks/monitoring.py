"""A monitor of a service that is drawn anew each time: see ``poollab.mystery``."""

import asyncio

from poollab.examiner.app import HELD_BACK, LONGEST, LOOKS, PAUSE, App
from poollab.examiner.examination import Examination
from poollab.examiner.tasks import task
from poollab.examiner.verdict import Missed

COURSES = "CREATE TABLE examiner.courses (path text PRIMARY KEY, words text[])"
COURSE = """
    CREATE FUNCTION public.course(place text, step int) RETURNS text
        LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
        word text := (SELECT words[step] FROM examiner.courses WHERE path = place);
    BEGIN
        IF word LIKE '*%' THEN PERFORM examiner.turnstile(); END IF;
        RETURN ltrim(word, '*');
    END $$
"""  # a * is a visit that has to pass the turnstile
DISHES = ("soup", "fish", "cake", "wine", "rice", "tea", "bread", "salad", "eggs", "plums")
WAYS = {  # what a visit does, step by step
    "good": ["release"],
    "good and slow": ["*release"],
    "good, washes up later": ["later", "*release"],
    "good and fails": ["release and fail"],
    "loses": ["lose"],
    "loses and fails": ["lose and fail"],
    "loses and raises": ["lose and raise"],
    "loses the second": ["*another", "lose"],
}
FELL = {"detail": "the plate fell"}
FAILS = {
    "good and fails": FELL,
    "loses and fails": FELL,
    "loses and raises": "Internal Server Error",
}


class Restaurant:
    """A service as it was drawn: a path for each way."""

    def __init__(self, exam: Examination, app: App) -> None:
        """Draw the paths."""
        names = exam.draw.sample(DISHES, len(WAYS))
        self.paths = {
            way: f"/{name}/{exam.draw.randint(10, 99)}"
            for way, name in zip(WAYS, names, strict=True)
        }
        self._exam, self._app = exam, app
        self.lost: dict[str, int] = {}

    async def open(self) -> None:
        """Tell the database what each path does."""
        for sql in (COURSES, COURSE):
            await self._exam.db.query(sql)
        for way, words in WAYS.items():
            await self._exam.db.query(
                "INSERT INTO examiner.courses VALUES (%s, %s)", self.paths[way], words
            )

    async def visit(self, way: str, within: float = LONGEST) -> None:
        """Go there once, and see that the monitor hands on what the restaurant says."""
        path = self.paths[way]
        if way in FAILS:
            await self._app.expect(path, 500, FAILS[way], within=within)
        else:
            await self._app.expect(path, 200, "served", within=within)
        if way.startswith("loses"):
            self.lost[path] = self.lost.get(path, 0) + 1

    async def reported(self, when: str) -> None:
        """See the monitor name what is lost, and nothing else."""
        seen: object = None
        for _ in range(LOOKS):
            if (seen := (await self._app.expect("/lost", 200)).json()) == self.lost:
                return
            await asyncio.sleep(PAUSE)
        raise Missed(f"{when}, /lost should say {self.lost}; seen {seen!s:.90}.")


@task(5, "Right: your monitor names the culprits, and accuses nobody who is still at work.")
async def monitor(exam: Examination) -> None:
    """Some paths lose connections, some hold them for long, some fail honestly."""
    async with exam.app() as app:
        place = Restaurant(exam, app)
        await place.open()
        with exam.part(2):
            await place.reported("Before anybody came")
            ways = ["good", "good", "good and fails", "loses", "loses", "loses and fails"]
            ways.append("loses and raises")
            exam.draw.shuffle(ways)
            for way in ways:
                await place.visit(way)
            await place.reported("After seven visits, when all of them were over")
        if exam.missed:
            return
        with exam.part(3):
            await crowded(exam, place)
            await place.reported("When the slow ones were over, too")


async def crowded(exam: Examination, place: Restaurant) -> None:
    """Visits that last, and among them one that will lose its second connection."""
    what = "Slow visits that have borrowed from your pool of 8 and ask the database"
    slow = []
    try:
        async with exam.db.turnstile():
            for count, way in enumerate(("loses the second", "good and slow"), start=1):
                slow.append(asyncio.create_task(place.visit(way, HELD_BACK)))
                await exam.stand(count, what)
            await place.visit("good, washes up later")
            await exam.stand(3, what)
            await place.reported("While three visits still work with their connections")
            await place.visit("good")
            await place.visit("loses")
            await place.reported("While three visits still work, and one more was lost")
        await asyncio.gather(*slow)
    finally:
        for visit in slow:
            visit.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
