"""How nbgrader finds and grades the assignments; it reads this in the folder it is started in."""

import warnings

from nbgrader.apps import api, autogradeapp, generateassignmentapp
from nbgrader.converters import Autograde
from nbgrader.server_extensions.formgrader import base as formgrader
from sqlalchemy.exc import SAWarning

from poollab.assignments.autograde import Grade
from poollab.assignments.examine import Examine, Rebuild
from poollab.assignments.export import Export
from poollab.assignments.register import Register
from poollab.assignments.timestamp import Interface
from poollab.collecting.zip_collect import Collector, Extractor
from poollab.environment import find_programs
from poollab.examiner.asking import LIMIT
from poollab.kernel import QUIET

c = get_config()  # noqa: F821  (nbgrader gives it)

c.CourseDirectory.course_id = "pool_lab"  # a gradebook in PostgreSQL (db_url) can't do without
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ClearSolutions.code_stub = {"python": "...  # TODO"}

# nbgrader has no setting for this: one notebook or time that can't be read must stop no other.
api.Autograde = autogradeapp.Autograde = Grade
formgrader.NbGraderAPI = Interface
# zip_collect reads the names of the usual LMS; c.FileNameCollectorPlugin.named_regexp is your rule.
c.ZipCollectApp.collector_plugin = Collector
c.ZipCollectApp.extractor_plugin = Extractor
# Nor for this: an assignment whose release is there, as in a clone, is entered in the gradebook.
api.GenerateAssignment = generateassignmentapp.GenerateAssignment = Register
# A submission is rebuilt from the release, and examined in a pod; none of it runs in a kernel.
# c.Examine.trusted = True, or --Examine.trusted=True, has it examined here: for one's own work.
c.Autograde.exporter_class = Rebuild
c.Autograde.autograde_preprocessors = [
    Examine if step.__name__ == "Execute" else step
    for step in Autograde.autograde_preprocessors.default()
]
# What has not been graded has no score, rather than 0.
c.ExportApp.plugin_class = Export
# Validate runs each check in a cell: on a slow machine the examiner may take longer than 30 s.
c.Execute.timeout = LIMIT + 30
c.Execute.extra_arguments = QUIET
# Where a submission is run all the same, what it writes to stderr must not cost the points.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "."

# nbgrader starts alembic, of this environment, by its name: also where that is not activated.
find_programs()
# nbgrader's gradebook makes these itself, at each submission: nobody can do anything about it.
warnings.filterwarnings("ignore", "Object of type <Submitted", SAWarning, r"nbgrader\.api")
