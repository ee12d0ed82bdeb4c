# before: no limit
# verdict: No space left
with open("/tmp/all", "wb") as file:
    while True:
        file.write(bytes(10**6))
