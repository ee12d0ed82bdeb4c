"""The playground on the page: a grid of real recordings, made by one command, to choose among."""
