"""The values for Kubernetes: what a learner's pod is by them, and the pod played in Docker."""

import copy
import itertools
import re
from collections.abc import Iterator
from typing import Any

import psycopg.conninfo
import pytest
import yaml  # type: ignore[import-untyped]
from composing import FOLDER, build, run, said
from waiting import until
from z2jh import Tree, at, pod, unknown, values

UNITS = {"m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}
ONLY_NAMES = {"dnsPortsKubeSystemNamespace"}


def amount(words: object) -> float:
    """Return a quantity of Kubernetes as a number."""
    number, unit = re.fullmatch(r"([\d.]+)(\w*)", str(words)).groups()  # type: ignore[union-attr]
    return float(number) * UNITS.get(unit, 1)


def findings(tree: Tree) -> list[str]:
    """Return what is wrong with the values: a word for each thing."""
    made = pod(tree)["spec"]
    seat, server = made["containers"][0], made["containers"][-1]
    parts = [*made["containers"], *made.get("initContainers", [])]
    return [
        *(f"no key {one}" for one in unknown(tree)),
        *itertools.chain.from_iterable(of_container(one, made) for one in parts),
        *of_postgres(seat, server),
        *of_room(tree, made),
        *["token"] * (made.get("automountServiceAccountToken") is not False),
        *["seccomp"]
        * (made["securityContext"].get("seccompProfile") != {"type": "RuntimeDefault"}),
        *["host"] * any("hostPath" in one for one in made["volumes"]),
        *["command"] * ("args" in seat or "command" in seat),
        *["home"] * ({"name": "home", "mountPath": "/srv/lab"} not in seat["volumeMounts"]),
    ]


def of_container(one: Tree, made: Tree) -> Iterator[str]:
    """Yield what a container may do that it must not, and what it may take without a limit."""
    may = one.get("securityContext", {})
    yield from ["root"] * (not may.get("runAsUser") or not may.get("runAsNonRoot"))
    yield from ["writable"] * (may.get("readOnlyRootFilesystem") is not True)
    yield from ["escalation"] * (may.get("allowPrivilegeEscalation") is not False)
    yield from ["capabilities"] * (may.get("capabilities") != {"drop": ["ALL"]})
    yield from ["privileged"] * bool(may.get("privileged"))
    for kind, what in itertools.product(("requests", "limits"), ("memory", "cpu")):
        yield from [f"{kind} {what}"] * (what not in one.get("resources", {}).get(kind, {}))


def of_postgres(seat: Tree, server: Tree) -> Iterator[str]:
    """Yield what keeps the seat from its server, or lets others to it."""
    dsn = {one["name"]: one.get("value") for one in seat["env"]}.get("POOLLAB_DSN", "")
    found = psycopg.conninfo.conninfo_to_dict(dsn)
    yield from ["dsn"] * (found.get("host") != "127.0.0.1" or found.get("user") != "postgres")
    given = {one["name"]: one["value"] for one in server["env"]}
    yield from ["password"] * (found.get("password") != given["POSTGRES_PASSWORD"])
    options = set(server["args"])
    yield from ["listens"] * ("listen_addresses=127.0.0.1" not in options)
    beside = yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]["postgres"]
    yield from ["settings"] * (not set(beside["command"].split()) <= options)
    yield from ["image"] * (server["image"] != beside["image"])
    memory = sum(amount(one["emptyDir"]["sizeLimit"]) for one in in_memory(server))
    limit = server["resources"]["limits"].get("memory", "0")
    yield from ["room"] * (memory >= amount(limit))


def in_memory(server: Tree) -> list[Tree]:
    """Return the volumes of the values that are the server's own, in memory."""
    names = {one["name"] for one in server["volumeMounts"]}
    volumes: list[Tree] = at(values(), "singleuser.storage.extraVolumes")
    return [one for one in volumes if one["name"] in names]


def of_room(tree: Tree, made: Tree) -> Iterator[str]:
    """Yield what is wrong with the network's policy, and with what keeps the room quick."""
    policy: Any = at(tree, "singleuser.networkPolicy")
    allowed = {name for name, is_on in policy["egressAllowRules"].items() if is_on}
    yield from ["egress"] * (allowed != ONLY_NAMES or bool(policy["egress"]))
    yield from ["policy"] * (policy["enabled"] is not True)
    for path in ("prePuller.hook", "prePuller.continuous", "cull", "scheduling.podPriority"):
        yield from [f"off {path}"] * (at(tree, path)["enabled"] is not True)
    place: Any = at(tree, "scheduling.userPlaceholder")
    for what in ("cpu", "memory"):
        asked = sum(amount(one["resources"]["requests"].get(what, 0)) for one in made["containers"])
        wanted = amount(place["resources"]["requests"][what])
        yield from [f"placeholder {what}"] * (abs(asked - wanted) > 0.01 * wanted)


def test_a_seat_gets_what_it_needs_and_no_more() -> None:
    assert findings(values()) == []


SEAT, SPAWNER = "singleuser", "hub.config.KubeSpawner"
WRONG: list[tuple[str, object, str]] = [
    (f"{SEAT}.uid", 0, "root"),
    (f"{SEAT}.uid", None, "root"),
    (f"{SPAWNER}.container_security_context.runAsNonRoot", False, "root"),
    (f"{SPAWNER}.container_security_context.readOnlyRootFilesystem", False, "writable"),
    (f"{SPAWNER}.container_security_context.capabilities", {"add": ["NET_RAW"]}, "capabilities"),
    (f"{SPAWNER}.pod_security_context.seccompProfile", {"type": "Unconfined"}, "seccomp"),
    (f"{SEAT}.allowPrivilegeEscalation", True, "escalation"),
    (f"{SPAWNER}.automount_service_account_token", True, "token"),
    (f"{SEAT}.extraContainers.0.securityContext.runAsUser", 0, "root"),
    (f"{SEAT}.extraContainers.0.securityContext.readOnlyRootFilesystem", False, "writable"),
    (f"{SEAT}.extraContainers.0.resources.limits", {"cpu": 1}, "limits memory"),
    (f"{SEAT}.extraContainers.0.resources.limits.memory", "700Mi", "room"),
    (f"{SEAT}.extraContainers.0.args.2", "listen_addresses=*", "listens"),
    (f"{SEAT}.extraContainers.0.args.4", "max_connections=100", "settings"),
    (f"{SEAT}.extraContainers.0.image", "postgres:17", "image"),
    (f"{SEAT}.extraContainers.0.env.0.value", "another", "password"),
    (f"{SEAT}.extraEnv.POOLLAB_DSN", "postgresql://lab:pool-lab@127.0.0.1/lab", "dsn"),
    (f"{SEAT}.memory.limit", None, "limits memory"),
    (f"{SEAT}.cpu.guarantee", None, "requests cpu"),
    (f"{SEAT}.memory.guarantee", "1G", "placeholder memory"),
    (f"{SEAT}.cmd", "jupyterhub-singleuser", "command"),
    (f"{SEAT}.storage.homeMountPath", "/data", "home"),
    (f"{SEAT}.storage.extraVolumes.0", {"name": "tmp", "hostPath": {"path": "/"}}, "host"),
    (f"{SEAT}.networkPolicy.enabled", False, "policy"),
    (f"{SEAT}.networkPolicy.egressAllowRules.nonPrivateIPs", True, "egress"),
    (f"{SEAT}.networkPolicy.egressAllowRules.privateIPs", True, "egress"),
    (f"{SEAT}.networkPolicy.egress", [{"to": []}], "egress"),
    (f"{SEAT}.cloudMetadata.blockWithIptables", True, "privileged"),
    ("prePuller.continuous.enabled", False, "off prePuller.continuous"),
    ("scheduling.podPriority.enabled", False, "off scheduling.podPriority"),
    ("cull.enabled", False, "off cull"),
    (f"{SEAT}.memory.guarantees", "1G", "no key singleuser.memory.guarantees"),
    ("singleUser", {}, "no key singleUser"),
]


def changed(path: str, value: object) -> Tree:
    """Return the values with another one at a dotted path."""
    tree = copy.deepcopy(values())
    here: Any = tree
    *way, last = (int(one) if one.isdecimal() else one for one in path.split("."))
    for one in way:
        here = here[one]
    here[last] = value
    return tree


@pytest.mark.parametrize(("path", "value", "word"), WRONG, ids=[one[0] for one in WRONG])
def test_what_is_wrong_is_found(path: str, value: object, word: str) -> None:
    assert word in findings(changed(path, value))


def test_a_named_service_account_gives_no_token_either() -> None:
    made = pod(changed("singleuser.serviceAccountName", "somebody"))["spec"]
    assert (made["serviceAccountName"], made["automountServiceAccountToken"]) == ("somebody", False)


def options(one: Tree, made: Tree) -> list[str]:
    """Return how Docker starts a container of a pod with the same rights and folders."""
    may, limits = one["securityContext"], one["resources"]["limits"]
    words = ["--user", f"{may['runAsUser']}:{may['runAsGroup']}"]
    words += ["--group-add", str(made["securityContext"]["fsGroup"]), "--read-only"]
    words += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    words += ["--memory", str(int(amount(limits["memory"]))), "--cpus", str(limits["cpu"])]
    for mount in one["volumeMounts"]:
        words += ["--tmpfs", f"{mount['mountPath']}:exec,mode=2777,gid=1000"]
    for variable in one["env"]:
        if not variable["name"].startswith("JUPYTERHUB_"):  # there is no hub here
            words += ["--env", f"{variable['name']}={variable['value']}"]
    return words


ASKS = """
from poollab import postgres
import psycopg
with postgres.start() as db, psycopg.connect(db.dsn) as connection:
    print(connection.execute("select current_setting('listen_addresses')").fetchone()[0])
"""


@pytest.fixture
def played(request: pytest.FixtureRequest) -> Iterator[str]:
    """The pod's two containers in Docker, one network with loopback only; the seat's name."""
    image, made = build("seat"), pod(values())["spec"]
    seat, server = made["containers"]
    names = [f"poollab-z2jh-{id(request):x}-{part}" for part in ("postgres", "seat")]
    start = ["docker", "run", "--detach", "--name"]
    try:
        said(*start, names[0], "--network", "none", *options(server, made), server["image"],
             *server["args"])  # fmt: skip
        said(*start, names[1], "--network", f"container:{names[0]}", *options(seat, made), image)
        yield names[1]
    finally:
        run("docker", "rm", "--force", "--volumes", *names)


def healthy(name: str) -> bool:
    state = said(
        "docker", "inspect", "--format", "{{.State.Status}} {{.State.Health.Status}}", name
    )
    assert state.startswith("running"), run("docker", "logs", name).stderr
    return state.strip() == "running healthy"


@pytest.mark.thorough
@pytest.mark.docker
def test_the_seat_starts_with_these_rights_and_finds_its_server(played: str) -> None:
    until(lambda: healthy(played), "the seat is healthy", limit=120)
    assert "pool-lab" in said("docker", "exec", played, "ls", "/srv/lab")
    lines = said("docker", "exec", played, "python", "-c", ASKS).splitlines()
    assert "named by POOLLAB_DSN" in lines[0] and lines[1] == "127.0.0.1"
