"""What lesson 03 imports: the checks of its tasks."""

from poollab.lessons.lesson_03.checks import check_count, check_mend

__all__ = ["check_count", "check_mend"]
