# verdict: ^Right
# a dataclass with a property for the pools
from dataclasses import dataclass


@dataclass(kw_only=True)
class Deployment:
    max_connections: int
    reserved: int
    replicas: int
    workers: int
    rolling: bool

    def __post_init__(self):
        for name in ("max_connections", "reserved", "replicas", "workers"):
            value = getattr(self, name)
            least = 0 if name == "reserved" else 1
            if not math.isfinite(value) or value != int(value) or value < least:
                raise ValueError(f"{name}={value}")

    @property
    def pools(self):
        return self.replicas * (1 + self.rolling) * self.workers

    def each(self):
        share, _ = divmod(self.max_connections - self.reserved, self.pools)
        if share < 1:
            raise ValueError(f"{self.pools} pools are too many")
        return share


def budget(max_connections, reserved, replicas, workers, rolling):
    return Deployment(
        max_connections=max_connections,
        reserved=reserved,
        replicas=replicas,
        workers=workers,
        rolling=rolling,
    ).each()
