# verdict: expected a ValueError, seen the result.*finite number
# points: 1
# puts 0 in the place of senseless numbers
def little(per_second, seconds):
    def clean(x):
        return x if math.isfinite(x) and x > 0 else 0.0

    return clean(per_second) * clean(seconds)
