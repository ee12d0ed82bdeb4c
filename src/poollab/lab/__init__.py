"""JupyterLab as the course opens it: with a start page, and asking nothing."""
