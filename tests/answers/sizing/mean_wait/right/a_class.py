# verdict: ^Right
class Queue:
    def __init__(self, rate, time, servers):
        if not all(math.isfinite(x) and x >= 0 for x in (rate, time)):
            raise ValueError("rate, time")
        if int(servers) != servers or servers < 1 or rate * time >= servers:
            raise ValueError("servers")
        self.rate, self.time, self.servers = rate, time, servers

    @property
    def share(self):
        term, total, a = 1.0, 0.0, self.rate * self.time
        for k in range(self.servers):
            total += term
            term *= a / (k + 1)
        last = term * self.servers / (self.servers - a)
        return last / (total + last)


def mean_wait(per_second, seconds, connections):
    queue = Queue(per_second, seconds, connections)
    return queue.share * seconds / (connections - per_second * seconds)
