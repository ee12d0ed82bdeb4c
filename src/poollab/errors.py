"""The one exception of the package: what is wrong and what to do, in one line."""


class PoolLabError(Exception):
    """Something the reader can put right; its message says what is wrong and what to do."""

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows instead of a traceback."""
        return [f"\033[31m{self}\033[0m"]
