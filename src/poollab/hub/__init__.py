"""The hub of a workshop: JupyterHub with a container, a volume and a network for each learner."""
