"""What is around the files of a class: the folders, and the parts of names, that all have."""

from collections.abc import Collection, Sequence

from poollab.collecting.filenames import Parts, is_of


def shared(rows: Sequence[Sequence[str]], rest: int = 0) -> int:
    """Return with how many equal parts all begin, if ``rest`` parts are to be left of each."""
    least = min(map(len, rows), default=0) - rest
    return next((at for at in range(least) if len({row[at] for row in rows}) > 1), max(least, 0))


def around(paths: Collection[Parts], assignment: str) -> int:
    """Return how many folders there are around a whole class, as in the zip of a folder."""
    for depth in range(5):
        tops = {parts[depth] for parts in paths if len(parts) > depth + 1}
        inside = {parts[depth + 1 : depth + 3] for parts in paths}
        if len(tops) != 1 or () in inside or any(is_of(one[0], assignment) for one in inside):
            return depth
        if len(inside) == 1 and len(next(iter(inside))) == 1:
            return depth
    return 0
