"""The course as one archive for a laptop without a network: packages, notebooks, a start script."""
