# verdict: expected .*, seen it is an async def, and should be a def
async def little(per_second, seconds):
    return per_second * seconds
