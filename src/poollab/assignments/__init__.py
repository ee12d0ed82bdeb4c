"""The graded assignments as nbgrader handles them: released, validated, marked."""
