# verdict: ^Right:
# Answers with the int 0 where nobody comes or nobody stays (after the checks).
def little(per_second, seconds):
    def look(x):
        if x != x or x in (math.inf, -math.inf) or x < 0:
            raise ValueError("senseless number")
        return x

    per_second, seconds = look(per_second), look(seconds)
    if not per_second or not seconds:
        return 0
    return per_second * seconds
