"""The lab in an image: the course brought into the learner's folder, and JupyterLab started."""
