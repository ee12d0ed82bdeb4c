"""Whose a file is: read from the names under which learning management systems hand files out.

========== ============================================================= =======================
from       names that are understood                                     the student's id
========== ============================================================= =======================
Moodle     ``Ada Lovelace_12345_assignsubmission_file/any.ipynb``, also  ``ada-lovelace-12345``
           with ``_file_``; without folders ``…_file_any.ipynb``; in
           place of a name may be a group's, or ``Participant``
Canvas     ``lovelaceada_12345_678_any.ipynb``, with ``_LATE`` after the ``lovelaceada-12345``
           name; anonymous ``anon_AbC12_678_any.ipynb``                  ``anon-AbC12``
Blackboard ``Title_ada1815_attempt_2026-11-29-12-30-45_any.ipynb``       ``ada1815``
ILIAS      ``Lovelace_Ada_ada1815_4711/any.ipynb``, in other folders or  ``ada1815-4711``
           not, such as those of teams
yourself   ``ada.ipynb``, ``ada/any.ipynb``, ``ada/leaks/any.ipynb``     ``ada``
========== ============================================================= =======================

What follows ``_assignsubmission_`` is the same in every language. Moodle counts its
participants anew in each assignment, so a student of Moodle has an id for each of them, by which
two students of the same name are told apart; the other systems' numbers and logins stay.
Blackboard alone says in a name when something was handed in: the time in a zip of Moodle is that of
the download, and that in a file's own name is the student's to choose.

A rule of one's own, a regular expression, comes before all of these. It is searched in the path,
with ``/`` between folders; its named groups are ``student_id``, and if wanted ``first_name``,
``last_name``, ``email``, ``lms_id`` and ``timestamp``. What it does not fit is read as without it.
"""

import re
from collections.abc import Collection

from poollab.assignments.mark import STUDENT
from poollab.collecting.around import around, shared
from poollab.collecting.filenames import NOTEBOOKS, Parts, is_hidden, is_notebook, is_of, stem
from poollab.collecting.handed_in import Student
from poollab.collecting.ids import first_and_last, student_id
from poollab.collecting.lms import blackboard, canvas, ilias, moodle, title
from poollab.collecting.named import Named
from poollab.collecting.own_rule import by_rule, compiled
from poollab.examiner.tasks import ASSIGNMENTS

TEAM = re.compile(r"[^\W\d_]+ \d+")
LISTS = (".csv", ".xls", ".xlsx", ".md", ".json", ".log", ".db", ".ini")
"""What lies beside the files of a class, if they are in no folders, and is no student's."""


class Names:
    """How the files of a class are named: some names can be read only when all are known."""

    def __init__(self, paths: Collection[Parts], assignment: str, rule: str = "") -> None:
        """Look at all paths. Raises PoolLabError for a rule that is none."""
        self.assignment = assignment
        self.rule = compiled(rule) if rule else None
        self.title = title(paths)
        seen = [one for one in paths if not is_hidden(one)]
        counted = [one for one in seen if one[-1].lower().endswith((*NOTEBOOKS, ".zip"))]
        self.around = around(counted or seen, assignment)
        folders = [one[:-1] for one in counted or seen]
        self.shared = shared(folders) if len(folders) > 1 else None

    def of(self, parts: Parts) -> Named | None:
        """Return what a path says; None if the file is no student's."""
        if self.rule and (found := by_rule(self.rule, parts)):
            return found
        near = self.near(parts)
        ways = (
            *map(moodle, parts),
            *(blackboard(one, self.title) or canvas(one) for one in (*near, parts[-1])),
            *map(ilias, near),
        )
        if found := next(filter(None, ways), None):
            return found
        start = min(self.around, len(parts) - 1)
        return None if is_hidden(parts) else plain(parts[start:], self.assignment)

    def near(self, parts: Parts) -> Parts:
        """Return the folders on a path that may be an LMS's of one student.

        One around several notebooks is of a class, whatever it is called. One within a student's is
        the student's; teams have folders around those of their members.
        """
        if self.shared is None:
            return parts[:-1]
        found = parts[:-1][self.shared : self.shared + 2]
        return found if found and TEAM.fullmatch(found[0]) else found[:1]


def plain(parts: Parts, assignment: str) -> Named | None:
    """Return what a path says that no LMS has made; None for a file that is no student's."""
    file = parts[-1]
    if len(parts) > 1:
        if len(parts) > 2 and parts[1] in ASSIGNMENTS and parts[1] != assignment:
            return None
        who = parts[0]
    elif is_of(file, assignment):
        who = STUDENT
    elif not is_notebook(file) and file.lower().endswith(LISTS):
        return None
    else:
        who = stem(file)
    names = first_and_last(who) if " " in who.strip() else ("", "")
    return Named(Student(student_id(who), *names))
