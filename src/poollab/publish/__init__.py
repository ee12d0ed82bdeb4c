"""The course without running it: the lessons executed, the claims table, the static site."""
