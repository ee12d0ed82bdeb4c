"""Grading a class: what was handed in is collected, examined, and its marks are handed on."""
