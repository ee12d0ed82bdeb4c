"""A learner's pod as the chart of Zero to JupyterHub has KubeSpawner make it from its values."""

import asyncio
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import yaml  # type: ignore[import-untyped]
from kubernetes_asyncio.client import ApiClient
from kubespawner import KubeSpawner  # type: ignore[import-untyped]
from traitlets.config import Config

from poollab.environment import ROOT

VALUES = ROOT / "docker" / "hub" / "kubernetes" / "values.yaml"
Tree = dict[str, Any]

# By version 4.4.0 of the chart; what has no row here is not given to the spawner.
TRAITS = {
    "uid": "uid", "fs_gid": "fsGid", "start_timeout": "startTimeout",
    "service_account": "serviceAccountName", "image_pull_policy": "image.pullPolicy",
    "allow_privilege_escalation": "allowPrivilegeEscalation", "cmd": "cmd",
    "environment": "extraEnv", "init_containers": "initContainers",
    "extra_containers": "extraContainers", "mem_guarantee": "memory.guarantee",
    "mem_limit": "memory.limit", "cpu_guarantee": "cpu.guarantee", "cpu_limit": "cpu.limit",
    "storage_capacity": "storage.capacity",
}  # fmt: skip

# What the schema of that version has of the keys used here; below "*" anything may stand.
KEYS = {
    "cull": {"adminUsers", "enabled", "every", "timeout", "users"},
    "hub": {"activeServerLimit", "concurrentSpawnLimit"},
    "hub.config": {"*"},
    "prePuller.continuous": {"enabled"},
    "prePuller.hook": {"enabled"},
    "scheduling.podPriority": {"enabled"},
    "scheduling.userPlaceholder": {"enabled", "replicas"},
    "scheduling.userPlaceholder.resources": {"*"},
    "scheduling.userScheduler": {"enabled"},
    "singleuser": {"allowPrivilegeEscalation", "cmd", "extraContainers", "fsGid", "initContainers",
                   "serviceAccountName", "startTimeout", "uid"},
    "singleuser.cloudMetadata": {"blockWithIptables", "ip"},
    "singleuser.cpu": {"guarantee", "limit"},
    "singleuser.extraEnv": {"*"},
    "singleuser.image": {"name", "pullPolicy", "tag"},
    "singleuser.memory": {"guarantee", "limit"},
    "singleuser.networkPolicy": {"egress", "enabled"},
    "singleuser.networkPolicy.egressAllowRules": {
        "cloudMetadataServer", "dnsPortsCloudMetadataServer", "dnsPortsKubeSystemNamespace",
        "dnsPortsPrivateIPs", "nonPrivateIPs", "privateIPs"},
    "singleuser.storage": {"capacity", "extraVolumeMounts", "extraVolumes", "homeMountPath"},
}  # fmt: skip


def values() -> Tree:
    """Return the values as they are read."""
    found = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def unknown(tree: Tree, path: str = "") -> Iterator[str]:
    """Yield the path of each key that the chart's schema does not have."""
    known = KEYS.get(path, set())
    for key, value in tree.items():
        place = f"{path}.{key}".removeprefix(".")
        if key in known or "*" in known:
            continue
        if isinstance(value, dict) and any(f"{one}.".startswith(f"{place}.") for one in KEYS):
            yield from unknown(value, place)
        else:
            yield place


def at(tree: Tree, path: str) -> Any:
    """Return the value at a dotted path, or None."""
    found: Any = tree
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def config(tree: Tree) -> Config:
    """Return what the chart's own jupyterhub_config.py makes of the values for the spawner."""
    seat, c = tree["singleuser"], Config()
    given = {trait: at(seat, path) for trait, path in TRAITS.items()}
    c.KubeSpawner.update({trait: value for trait, value in given.items() if value is not None})
    c.KubeSpawner.image = f"{seat['image']['name']}:{seat['image']['tag']}"
    home = {"name": "home", "persistentVolumeClaim": {"claimName": "{pvc_name}"}}
    mount = {"name": "home", "mountPath": seat["storage"]["homeMountPath"]}
    c.KubeSpawner.volumes = [home, *seat["storage"]["extraVolumes"]]
    c.KubeSpawner.volume_mounts = [mount, *seat["storage"]["extraVolumeMounts"]]
    if seat["cloudMetadata"]["blockWithIptables"]:
        c.KubeSpawner.init_containers = [
            {"name": "block-cloud-metadata", "securityContext": {"privileged": True}}
        ]
    c.KubeSpawner.update(tree["hub"]["config"].get("KubeSpawner", {}))
    return c


def pod(tree: Tree) -> Tree:
    """Return the manifest of a learner's pod. No Kubernetes is asked."""

    async def made() -> Any:
        manifest = await KubeSpawner(config=config(tree), _mock=True).get_pod_manifest()
        async with ApiClient() as client:
            return client.sanitize_for_serialization(manifest)

    with patch("kubespawner.spawner.load_config"):  # where the cluster is
        found = asyncio.run(made())
    assert isinstance(found, dict)
    return found
