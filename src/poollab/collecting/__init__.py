"""What a class has handed in, as an LMS gives it out: one notebook for each student."""
