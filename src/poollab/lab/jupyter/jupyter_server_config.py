"""How Jupyter opens the course; it reads this where ``JUPYTER_CONFIG_PATH`` names the folder."""

from pathlib import Path

from poollab.environment import ROOT, in_hub
from poollab.lab.contents import PATH

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter gives it)

c.ServerApp.root_dir = str(ROOT)
c.ServerApp.contents_manager_class = "poollab.lab.contents.Contents"
c.ServerApp.allow_root = True  # in a container there is often nobody else
c.FileContentsManager.preferred_dir = "notebooks"
# The tabs of the last time come back, and this one before them. In a workspace of its own, the
# course leaves the tabs of other projects alone: JupyterLab drops those that it does not find.
c.LabApp.default_url = f"/lab/workspaces/pool-lab/tree/{PATH}"
if in_hub():  # where JupyterLab is not the program that starts, but a part of it
    c.ServerApp.default_url = c.LabApp.default_url
c.LabApp.extra_labextensions_path = [str(Path(__file__).with_name("labextensions"))]
