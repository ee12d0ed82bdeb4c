"""The words that a verdict on a task begins with, the same in all lessons."""

RIGHT, NOT_YET, NOT_TRIED = "✓ Right: ", "✗ Not yet: ", "○ Not tried yet: "
NOT_ENOUGH = "○ Not tried yet, or not enough: "
"""Where the check sees no difference between a cell as it was given and a start."""
