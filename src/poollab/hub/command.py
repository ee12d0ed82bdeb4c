"""``poollab hub``: a hub for a room, up and down."""

import os
import socket
import time

from poollab.errors import PoolLabError
from poollab.hub import needs
from poollab.hub.room import Room
from poollab.postgres import engine


def report(arguments: list[str]) -> int:
    """Start the hub, or stop it: ``down``. Raises PoolLabError, which says what to do."""
    if problem := engine.problem():
        raise PoolLabError(f"A hub needs Docker, and {problem}.")
    room = Room()
    if arguments in ([], ["up"]):
        up(room)
    elif arguments in (["down"], ["down", "--volumes"]):
        down(room, volumes="--volumes" in arguments)
    else:
        raise PoolLabError(
            "`poollab hub` starts the hub, `poollab hub down` stops it, and `poollab hub down "
            "--volumes` removes what the learners have made as well."
        )
    return 0


def up(room: Room) -> None:
    """Start the hub, and say how to come in."""
    began = time.monotonic()
    needs.check_tokens()
    needs.build_missing()
    if not room.is_running():
        needs.check_port(room.port)
    hub = room.start()
    said = {
        name: hub.exec_run(["cat", name]).output.decode()
        for name in ("POOLLAB_CODE", "POOLLAB_INSTRUCTOR")
    }
    code = "a token of the list" if os.environ.get("POOLLAB_TOKENS") else said["POOLLAB_CODE"]
    print(
        f"The hub is up, after {time.monotonic() - began:.0f} s.\n"
        f"  Learners go to     http://{address()}:{room.port}\n"
        f"  Access code        {code}\n"
        f"  Instructor         log in as instructor, password {said['POOLLAB_INSTRUCTOR']}\n"
        "  To stop it         make hub ARGS=down   (what learners made stays)",
        flush=True,
    )


def down(room: Room, *, volumes: bool) -> None:
    """Stop the hub and all seats, and say what is left."""
    room.stop(volumes=volumes)
    kept = "What learners made is kept: `make hub` goes on with it."
    print(f"The hub is down. {'Nothing of it is left.' if volumes else kept}", flush=True)


def address() -> str:
    """Return this machine's address in its network, or its own name for itself without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(one.getsockname()[0])
