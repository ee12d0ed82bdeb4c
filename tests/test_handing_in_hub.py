"""The service as a real JupyterHub runs it: who hands in is whoever the hub says it is."""

from collections.abc import Iterator

import httpx
import pytest
from jupyterhubs import SECRET, Running, jupyterhub
from waiting import until

FOR_IT = "access:services!service=hand-in"


class Hub:
    """A hub that runs, and its service."""

    def __init__(self, running: Running) -> None:
        self.folder, self.token = running.folder, running.token
        self.service = f"http://127.0.0.1:{running.service}/services/hand-in/"

    def put(self, token: str) -> int:
        """Hand in with a token; return the status."""
        head = {"Authorization": f"Bearer {token}"}
        return httpx.put(f"{self.service}leaks", content=b"{", headers=head).status_code

    def listed(self, token: str) -> list[str]:
        """Return whose receipts are shown."""
        head = {"Authorization": f"Bearer {token}"}
        return [one["learner"] for one in httpx.get(self.service, headers=head).json()]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("hub")
    with jupyterhub(folder, "hand-in", "-m", "poollab.handing_in", "handed-in") as running:
        made = Hub(running)
        until(lambda: listens(made.service), "the service", limit=120)
        yield made


def listens(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 401
    except httpx.TransportError:
        return False


def test_a_seat_hands_in_as_itself_and_only_with_a_token_for_that(hub: Hub) -> None:
    """A token that a visitor's browser leaves in a seat is for that seat alone."""
    ada = hub.token("ada", FOR_IT)
    visitor = hub.token("host", "access:servers!server=host/")
    assert [hub.put(one) for one in (ada, visitor, "nonsense", SECRET)] == [201, 403, 401, 401]
    assert hub.listed(ada) == ["ada"] and hub.listed(hub.token("bob", FOR_IT)) == []
    assert hub.listed(hub.token("host", FOR_IT)) == ["ada"]
    (kept,) = (hub.folder / "handed-in" / "submitted").glob("*/*/*.ipynb")
    assert kept.read_bytes() == b"{"
