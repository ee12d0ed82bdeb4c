"""``poollab hand-in``: an assignment handed in, or what was handed in so far."""

from poollab.assignments.validate import exercise
from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.handing_in.sending import address, hand_in, handed_in
from poollab.plain import plain


def report(arguments: list[str]) -> int:
    """Hand in the assignments named, and print the receipts; with none, print what is there."""
    if unknown := [one for one in arguments if one not in ASSIGNMENTS]:
        raise PoolLabError(f"There is no assignment {unknown[0]}: {', '.join(ASSIGNMENTS)}.")
    for name in arguments:
        print(*map(plain, hand_in(exercise(name), name).lines), sep="\n")
    if not arguments:
        print(so_far())
    return 0


def so_far() -> str:
    """Return a line for each time that something was handed in: an admin's are those of all."""
    if not address():
        raise PoolLabError(f"Say which assignment: {', '.join(ASSIGNMENTS)}.")
    lines = [
        f"{one.time:%Y-%m-%d %H:%M:%S %Z}  {plain(one.learner, 40):20}  {one.assignment:12}  "
        f"{one.found}"
        for one in handed_in()
    ]
    return "\n".join(lines) or "Nothing has been handed in."
