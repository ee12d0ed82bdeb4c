# verdict: uses poollab\.queueing
import poollab.queueing


def waiting(per_second, seconds, connections):
    return poollab.queueing.erlang_c(per_second, seconds, connections)
