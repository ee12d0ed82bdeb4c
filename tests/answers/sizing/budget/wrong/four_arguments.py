# verdict: seen TypeError.*4 positional
def budget(max_connections, reserved, replicas, workers):
    return (max_connections - reserved) // (2 * replicas * workers)
