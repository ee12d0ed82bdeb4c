"""The words that a verdict on a task begins with."""

RIGHT, NOT_YET, NOT_TRIED = "✓ Right: ", "✗ Not yet: ", "○ Not tried yet: "
