"""What an experiment is recognised by: each looks at the moments, and says what it found."""

from collections.abc import Sequence
from dataclasses import replace

from poollab.playground.moment import Moment, steady

Moments = Sequence[Moment]


def explode(moments: Moments) -> str:
    """P99 is ten times the query, and nothing else gives it away."""
    healthy = [one for one in steady(moments) if one.p99 and not (one.refused or one.errors)]
    if not healthy:
        return ""
    *before, now = healthy
    times = [(one.p99 or 0) / max(1.0, one.settings.query_ms) for one in healthy]
    calm = [
        one.p99
        for one, slow in zip(before, times[:-1], strict=True)
        if slow < 5 and one.per_second <= now.per_second / 0.8
    ]
    if times[-1] < 10 or not calm:
        return ""
    return (
        f"p99 is {now.p99:,.0f} ms, it was {calm[-1]:,.0f} ms; no error, no 503, and with "
        f"{now.per_second:,.0f} answers a second not fewer than before. "
        "Only the queue tells: throughput hides waiting."
    )


def early(moments: Moments) -> str:
    """A leak is there, and since it began nobody has waited."""
    now = moments[-1]
    if not now.leaked:
        return ""
    began = next(n for n, one in enumerate(moments) if all(x.leaked for x in moments[n:]))
    since = moments[began:]
    if now.t - since[0].t < 1 or any(one.waiting or one.refused for one in since):
        return ""
    return (
        f"{now.leaked} leaked, and nobody has had to wait: in use never falls to what is needed. "
        "That, and not the queue, is what to look at."
    )


def fewer(moments: Moments) -> str:
    """A bigger pool, nothing else changed, and fewer answers."""
    clean = [one for one in steady(moments) if not (one.refused or one.errors)]
    for one in clean[:-1]:
        now = clean[-1]
        alike = replace(now.settings, size=one.settings.size, overflow=one.settings.overflow)
        bigger = alike == one.settings and now.settings.most > one.settings.most
        if bigger and now.per_second < 0.9 * one.per_second:
            return (
                f"With {one.settings.most} connections {one.per_second:,.0f} answers a second, "
                f"with {now.settings.most} only {now.per_second:,.0f}: the processors are shared "
                "among more queries, and each takes longer."
            )
    return ""


def refused_deploy(moments: Moments) -> str:
    """The server has refused a version that was started beside the old one."""
    now = moments[-1]
    if "deploy refused" not in now.happened:
        return ""
    size, most = now.settings.size, now.settings.max_connections
    return (
        f"Three times {size} connections don't fit into max_connections = {most} beside what is "
        "kept for superusers. Until the old version has gone, a deploy needs room for all."
    )


def honest(moments: Moments) -> str:
    """Some get 503, and those who are served are served soon."""
    now = next(reversed(list(steady(moments))), None)
    if now is None or not (now.refused and now.per_second and now.p99):
        return ""
    most = 1000 * now.settings.timeout + now.settings.query_ms
    if now.p99 > 1.5 * most or now.errors or now.settings.timeout > 2:
        return ""
    return (
        f"{now.refused:,.0f} a second get 503 soon, and {now.per_second:,.0f} are served, 99 % of "
        f"them within {now.p99:,.0f} ms. The queue has an end."
    )


def pinned(moments: Moments) -> str:
    """One slow reader holds the only connection: nobody is served, and the server does nothing."""
    now = moments[-1]
    last = [one for one in moments if now.t - one.t <= 1]
    slow = [one for one in moments if "slow client" in one.happened]
    there = slow and not any("slow client gone" in one.happened for one in moments)
    if not there or now.t - slow[-1].t < 1.5:
        return ""
    if any(one.per_second or one.settings.most > 1 or not one.waiting for one in last):
        return ""
    return (
        "One client reads slowly, and nobody else is served: its connection is lent until the last "
        "byte is sent, though its query was over long ago."
    )


def survived(moments: Moments) -> str:
    """After a restart all is as it was, and nobody has touched anything."""
    places = [n for n, one in enumerate(moments) if "restarted" in one.happened]
    if not places:
        return ""
    before = [one for one in moments[: places[-1]] if one.settings == moments[-1].settings]
    after = moments[places[-1] + 1 :]
    if len(before) < 12 or any(one.settings != moments[-1].settings for one in after):
        return ""
    usual = sorted(one.per_second for one in before)[len(before) // 2]
    last = after[-4:]
    well = [not (one.refused or one.errors) and one.per_second > 0.8 * usual for one in last]
    if len(last) < 4 or not usual or not all(well):
        return ""
    failed = sum(one.refused + one.errors for one in moments[places[-1] - 8 :]) / 4
    return (
        f"About {failed:,.0f} requests failed around the restart; since then "
        f"{last[-1].per_second:,.0f} answers a second, as before. The pool has replaced what broke."
    )
