# before: no limit
# verdict: ended its own process
one = bytearray(2**32)
for place in range(0, 2**32, 4096):
    one[place] = 1
