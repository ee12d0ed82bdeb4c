# verdict: seen (2\d|30) connections, and that is too many
# points: 2
# overflow -1, SQLAlchemy's "no limit"
def service(dsn):
    return counter(dsn, size=4, overflow=-1, timeout=1)
