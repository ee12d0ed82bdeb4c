"""What the cells of one lesson alone import: the bookkeeping of its experiments, to be opened."""
