"""A network for each seat, with nobody in it but the seat and the hub.

The networks are internal, and the host takes no address in them: there is no way to the host, to
another seat or out. Of its own choice Docker has only about thirty networks to give, so each is cut
out of a range of ours.
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from poollab.errors import PoolLabError

LABEL = "poollab.hub"
"""On all that a hub makes: which hub it belongs to."""
HUB = "hub"  # what a seat calls it
BITS = 29  # room for the seat, the hub, and the gateway that nobody is


class Networks:
    """The networks of one hub's seats."""

    def __init__(self, client: Any, hub: str, container: str, within: str) -> None:
        """Make them with Docker's ``client``, for the hub of that name in that container.

        ``within`` is the range they are cut out of, such as ``10.213.0.0/16``.
        """
        self.client, self.hub, self.container = client, hub, container
        self.within = ipaddress.ip_network(within)

    def open(self, name: str) -> None:
        """Make the network of a seat and join the hub to it; one that is there is taken.

        Raises PoolLabError when the range has no room.
        """
        if not self.client.networks(names=[f"^{name}$"]):
            self.make(name)
        self.join(name)

    def make(self, name: str) -> None:
        """Make a network where there is room: others may have taken a part of the range."""
        import docker.errors

        for subnet in self.free():
            try:
                self.client.create_network(name, **self.asked(str(subnet)))
                return
            except docker.errors.APIError as error:
                if "overlap" not in str(error):
                    raise
        raise PoolLabError(
            f"{self.within} has no room for the network of one more seat: start the hub with "
            "POOLLAB_NETWORKS=10.200.0.0/14, or another range that nobody here uses."
        )

    def free(self) -> Iterator[Any]:
        """Yield the parts of the range that no network of this hub has."""
        taken = {
            one["Subnet"] for network in self.ours() for one in network["IPAM"]["Config"] or []
        }
        return (part for part in self.within.subnets(new_prefix=BITS) if str(part) not in taken)

    def asked(self, subnet: str) -> dict[str, Any]:
        """Return what is asked of Docker for a network of that range."""
        return {
            "driver": "bridge",
            "internal": True,
            "check_duplicate": True,
            "ipam": {"Driver": "default", "Config": [{"Subnet": subnet}]},
            # Without it the host has an address there, and answers.
            "options": {"com.docker.network.bridge.inhibit_ipv4": "true"},
            "labels": {LABEL: self.hub},
        }

    def join(self, name: str) -> None:
        """Join the hub's container to a network, unless it is there."""
        import docker.errors

        try:
            self.client.connect_container_to_network(self.container, name, aliases=[HUB])
        except docker.errors.APIError as error:
            if "already exists" not in str(error):
                raise

    def rejoin(self) -> None:
        """Join a new container of the hub to the networks of the seats that go on."""
        for network in self.ours():
            self.join(network["Name"])

    def close(self, name: str) -> None:
        """Remove a network, unless somebody else is still in it or it is gone."""
        import docker.errors

        try:
            self.client.disconnect_container_from_network(self.container, name, force=True)
            self.client.remove_network(name)
        except docker.errors.APIError as error:
            if error.status_code not in (403, 404):
                raise

    def ours(self) -> list[dict[str, Any]]:
        """Return what Docker says of the networks of this hub."""
        found: list[dict[str, Any]] = self.client.networks(filters={"label": f"{LABEL}={self.hub}"})
        return found
