"""Examining answers that are not trusted: each submission in a pod of containers of its own."""
