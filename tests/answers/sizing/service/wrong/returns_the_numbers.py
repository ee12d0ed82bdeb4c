# verdict: returns \(4, 3, 1\), and should return the app
def service(dsn):
    return 4, 3, 1
