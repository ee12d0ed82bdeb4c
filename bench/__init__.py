"""What `make bench` measures: load against wrk, server starts, drivers, the lesson, set-up."""
