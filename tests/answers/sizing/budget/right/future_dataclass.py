# verdict: ^Right:
# Postponed annotations, a keyword-only dataclass with InitVar.
from __future__ import annotations

from dataclasses import InitVar, dataclass, field


@dataclass(kw_only=True)
class Plan:
    max_connections: InitVar[int]
    reserved: InitVar[int]
    replicas: int
    workers: int
    rolling: bool = False
    room: int = field(init=False)

    def __post_init__(self, max_connections: int, reserved: int) -> None:
        for value in (max_connections, self.replicas, self.workers):
            if value < 1 or value % 1 != 0:
                raise ValueError(f"senseless: {value}")
        if reserved < 0 or reserved % 1 != 0:
            raise ValueError(f"senseless: {reserved}")
        self.room = max_connections - reserved
        if self.room < self.pools:
            raise ValueError("more pools than connections")

    @property
    def pools(self) -> int:
        alive = self.replicas + (self.replicas if self.rolling else 0)
        return alive * self.workers


def budget(max_connections: int, reserved: int, replicas: int, workers: int, rolling: bool) -> int:
    plan = Plan(
        max_connections=max_connections, reserved=reserved, replicas=replicas, workers=workers, rolling=rolling
    )
    return plan.room // plan.pools
