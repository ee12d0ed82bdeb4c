"""How nbgrader finds and grades the assignments; it reads this in the folder it is started in."""

from nbgrader.converters import Autograde

from poollab.assignments.examine import Examine, Rebuild

c = get_config()  # noqa: F821  (nbgrader gives it)

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ClearSolutions.code_stub = {"python": "...  # TODO"}

# A submission is rebuilt from the release, and examined; none of it runs in a kernel.
c.Autograde.sanitize_preprocessors = [
    Rebuild,
    *Autograde.sanitize_preprocessors.default(),
]
c.Autograde.autograde_preprocessors = [
    Examine if step.__name__ == "Execute" else step
    for step in Autograde.autograde_preprocessors.default()
]
# Where a submission is run all the same, what it writes to stderr must not cost the points.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "."
