"""Load against real servers: every request counted once, waiting seen, nothing left behind."""

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse
from waiting import until

from poollab import load
from poollab.errors import PoolLabError
from poollab.load.run import TICK


class Served:
    """A FastAPI app on uvicorn in a thread, which counts what it is asked."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.create_server((host, 0), family=family)
        self.port = self.listener.getsockname()[1]
        self.asked: Counter[str] = Counter()
        self.server = uvicorn.Server(
            uvicorn.Config(self.app(), log_level="error", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=self.server.run, args=([self.listener],))
        self.thread.start()
        until(lambda: self.server.started, "uvicorn up")

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/ok")
        async def ok() -> dict[str, int]:
            self.asked["ok"] += 1
            return {"one": 1}

        @app.get("/status/{status}")
        async def status(status: int) -> Response:
            return Response(status_code=status)

        @app.get("/close")
        async def close() -> Response:
            self.asked["close"] += 1
            return Response("bye", headers={"connection": "close"})

        @app.get("/never")
        async def never() -> None:
            self.asked["never"] += 1
            await asyncio.Event().wait()

        @app.get("/chunked")
        async def chunked() -> StreamingResponse:
            async def pieces() -> AsyncIterator[bytes]:
                for _ in range(5):
                    yield b"x" * 30_000
                    await asyncio.sleep(0)

            return StreamingResponse(pieces())

        @app.get("/one-slow/{run}")
        async def one_slow(run: str) -> None:
            """Answer the twentieth request of a run late, and all others at once."""
            self.asked[run] += 1
            if self.asked[run] == 20:
                await asyncio.sleep(0.5)

        return app

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.stop()


Answer = Callable[[socket.socket], None]


@contextmanager
def answering(answer: Answer, connections: int | None = None) -> Iterator[str]:
    """A bare server: ``answer`` is called for each request; it goes after so many connections."""

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                while connection.fileno() >= 0 and connection.recv(65536):
                    answer(connection)
            except OSError:
                pass

    def accept() -> None:
        left = connections
        while left != 0:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            left = None if left is None else left - 1
            thread = threading.Thread(target=serve, args=(connection,))
            thread.start()
            threads.append(thread)
        listener.close()

    threads: list[threading.Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield url
    finally:
        if accepting.is_alive():
            listener.shutdown(socket.SHUT_RDWR)
        for thread in [accepting, *threads]:
            thread.join()
        listener.close()


OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def whole(connection: socket.socket) -> None:
    connection.sendall(OK)


def in_pieces(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in OK:
        connection.sendall(bytes([byte]))


def after_a_hint(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n")
    connection.sendall(OK)


def half(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this")
    connection.close()


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def gibberish(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.example ESMTP\r\n")


def test_stops_after_exactly_so_many_requests(served: Served) -> None:
    before = served.asked["ok"]
    result = load.clients(served.url("/ok"), clients=7, seconds=60, requests=137)
    assert (result.answered, result.errors, result.late) == (137, {}, 0)
    assert served.asked["ok"] - before == 137
    assert result.seconds < 60
    assert result.mode == "7 clients, 137 requests"


def test_a_small_machine_is_loaded_for_half_the_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_SMALL", "1")
    assert load.rate(served.url("/ok"), per_second=100, seconds=0.4).answered == 20
    assert load.fewer([1, 2, 4, 8]) == [2, 8] and load.fewer([1, 2, 4]) == [1, 4]
    monkeypatch.setenv("POOLLAB_SMALL", "0")
    assert load.rate(served.url("/ok"), per_second=100, seconds=0.4).answered == 40
    assert load.fewer([1, 2, 4, 8]) == [1, 2, 4, 8]


def test_more_clients_than_requests(served: Served) -> None:
    assert load.clients(served.url("/ok"), clients=5, requests=2).answered == 2


def test_every_request_of_a_timed_run_is_counted(served: Served) -> None:
    before = served.asked["ok"]
    result = load.clients(served.url("/ok"), clients=20, seconds=0.3)
    assert result.answered == served.asked["ok"] - before > 20
    assert result.late <= 20
    assert result.per_second == (result.answered - result.late) / result.seconds


def test_a_rate_sends_what_is_due_and_no_more(served: Served) -> None:
    before = served.asked["ok"]
    result = load.rate(served.url("/ok"), per_second=150, seconds=0.4)
    assert result.answered == served.asked["ok"] - before == 60
    assert result.seconds == pytest.approx(0.4)
    assert result.mode == "150 requests/s"


def test_a_rate_below_one_a_second_sends_one(served: Served) -> None:
    result = load.rate(served.url("/ok"), per_second=0.5, seconds=0.2)
    assert result.answered == 1
    assert result.seconds == pytest.approx(0.2)


def test_clients_in_step_with_little(served: Served) -> None:
    result = load.clients(served.url("/ok"), clients=5, seconds=60, requests=1000)
    in_flight = result.per_second * result.mean / 1000
    assert 4 < in_flight < 5.05  # the last requests leave clients idle; three significant digits


@pytest.mark.parametrize("status", [307, 404, 500, 503])
def test_other_answers_are_errors_by_status(served: Served, status: int) -> None:
    result = load.clients(served.url(f"/status/{status}"), clients=2, requests=9)
    assert (result.answered, result.errors) == (0, {f"HTTP {status}": 9})


def test_an_empty_answer_is_an_answer(served: Served) -> None:
    assert load.clients(served.url("/status/204"), requests=9).answered == 9


def test_answers_in_chunks(served: Served) -> None:
    result = load.clients(served.url("/chunked"), clients=3, requests=30)
    assert (result.answered, result.errors) == (30, {})


def test_a_server_that_closes_after_each_answer(served: Served) -> None:
    result = load.clients(served.url("/close"), clients=3, requests=30)
    assert (result.answered, result.errors) == (30, {})
    assert load.rate(served.url("/close"), per_second=100, seconds=0.3).answered == 30


@pytest.mark.parametrize("answer", [in_pieces, after_a_hint])
def test_answers_split_over_packets(answer: Answer) -> None:
    with answering(answer) as url:
        result = load.clients(url, clients=2, requests=20)
    assert (result.answered, result.errors) == (20, {})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(half, "connection closed"), (reset, "connection reset"), (gibberish, "not HTTP")],
)
def test_broken_answers_are_counted_by_kind(answer: Answer, kind: str) -> None:
    with answering(answer) as url:
        closed = load.clients(url, clients=2, requests=6)
        opened = load.rate(url, per_second=100, seconds=0.06)
    assert (closed.answered, closed.errors) == (0, {kind: 6})
    assert (opened.answered, opened.errors) == (0, {kind: 6})


@pytest.mark.parametrize("end", [socket.socket.close, reset])
def test_a_kept_connection_closed_by_the_server_is_no_error(end: Answer) -> None:
    asked: Counter[socket.socket] = Counter()

    def once(connection: socket.socket) -> None:
        asked[connection] += 1
        if asked[connection] == 1:
            connection.sendall(OK)
        else:
            end(connection)

    with answering(once) as url:
        result = load.clients(url, clients=2, requests=20)
    assert (result.answered, result.errors) == (20, {})


def test_no_answer_is_a_timeout(served: Served) -> None:
    before = served.asked["never"]
    closed = load.clients(served.url("/never"), clients=3, requests=3, timeout=0.2)
    assert (closed.answered, closed.errors) == (0, {"timeout": 3})
    assert served.asked["never"] - before == 3


def test_what_waits_too_long_to_be_sent_is_a_timeout_too(served: Served) -> None:
    before = served.asked["never"]
    result = load.rate(served.url("/never"), per_second=50, seconds=0.4, clients=2, timeout=0.2)
    assert (result.answered, result.errors) == (0, {"timeout": 20})
    assert served.asked["never"] - before < 20


def test_a_server_that_goes_is_not_hammered() -> None:
    def last(connection: socket.socket) -> None:
        connection.sendall(OK)
        connection.close()

    with answering(last, connections=2) as url:  # the first only finds out that it is there
        result = load.clients(url, clients=1, seconds=0.5)
    assert result.answered == 1
    refused = result.errors.pop("connection refused")
    assert 1 <= refused <= 0.5 / TICK + 2
    assert sum(result.errors.values()) <= 1  # the request that met the closing


def test_no_server_fails_at_once_and_says_where() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/pooled"
    for call in (load.clients, load.rate):
        with pytest.raises(PoolLabError, match=rf"nothing answers at {url} \(.*refused\)"):
            call(url, seconds=60)


def test_waiting_shows_at_a_rate_and_hides_behind_a_client(served: Served) -> None:
    closed = load.clients(served.url("/one-slow/closed"), clients=1, requests=100)
    opened = load.rate(served.url("/one-slow/open"), per_second=100, seconds=1, clients=1)
    assert closed.answered == opened.answered == 100
    assert closed.p90 < closed.slowest / 4
    assert opened.p90 > opened.slowest / 2


def test_more_clients_let_a_rate_go_on_past_a_slow_answer(served: Served) -> None:
    result = load.rate(served.url("/one-slow/many"), per_second=100, seconds=1)
    assert result.answered == 100
    assert result.p90 < result.slowest / 4


def test_localhost_and_ipv6() -> None:
    try:
        six = Served("::1")
    except OSError:
        pytest.skip("no IPv6 here")
    try:
        for host in ("[::1]", "localhost"):
            assert load.clients(f"http://{host}:{six.port}/ok", requests=5).answered == 5
    finally:
        six.stop()


def test_a_path_that_needs_quoting(served: Served) -> None:
    for path in ("/one-slow/grüß dich", "/one-slow/a%20b?c=d e&f={g}"):
        assert load.clients(served.url(path), requests=5).answered == 5
    assert served.asked["grüß dich"] == served.asked["a b"] == 5


def test_the_bar_disappears(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    load.clients(served.url("/ok"), clients=1, seconds=2.1, label="busy")
    shown = capfd.readouterr().err
    assert "busy" in shown
    assert not shown.rsplit("\r", 1)[-1].strip()


def test_no_bar_when_short_or_not_wanted(served: Served, capfd: pytest.CaptureFixture[str]) -> None:
    load.clients(served.url("/ok"), clients=1, seconds=0.1)
    load.clients(served.url("/ok"), clients=1, seconds=60, requests=3, progress=False)
    assert capfd.readouterr() == ("", "")


def test_the_load_process_imports_little() -> None:
    code = "import sys, poollab.load.worker; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    heavy = {"asyncio", "fastapi", "httpx", "IPython", "matplotlib", "numpy", "tqdm"}
    assert not heavy & set(loaded.stdout.split())


def test_files_in_the_working_folder_do_not_disturb_it(
    served: Served, tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open("selectors.py", "w") as trap:  # noqa: PTH123
        trap.write("raise SystemExit('imported from the working folder')")
    assert load.clients(served.url("/ok"), requests=3).answered == 3


@contextmanager
def long_run(served: Served) -> Iterator[tuple["subprocess.Popen[str]", psutil.Process]]:
    """A process of its own group under way with a minute of load, and its load process."""
    code = f"""
import signal
import psutil
from poollab import load
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
try:
    load.clients({served.url("/ok")!r}, clients=2, seconds=60)
except KeyboardInterrupt:
    print("interrupted", len(psutil.Process().children()), flush=True)
"""
    before = served.asked["ok"]
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as parent:
        try:
            until(lambda: served.asked["ok"] > before, "load under way")
            [worker] = psutil.Process(parent.pid).children()
            assert "poollab.load.worker" in worker.cmdline()
            try:
                yield parent, worker
            finally:
                with suppress(psutil.NoSuchProcess):
                    worker.kill()
        finally:
            parent.kill()


def test_a_killed_parent_leaves_no_load_process(served: Served) -> None:
    with long_run(served) as (parent, worker):
        parent.kill()
        until(lambda: not worker.is_running(), "load process gone")


def test_the_load_process_ends_when_its_stdin_closes(served: Served) -> None:
    parts = {"host": "127.0.0.1", "port": served.port, "request": "GET /ok HTTP/1.1\r\n\r\n"}
    bounds = {"clients": 1, "requests": None, "per_second": None, "seconds": 60, "timeout": 10}
    with subprocess.Popen(
        [sys.executable, "-m", "poollab.load.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdin and worker.stdout
        print(json.dumps(parts | bounds), file=worker.stdin, flush=True)
        assert "elapsed" in worker.stdout.readline()
        worker.stdin.close()
        assert worker.wait(timeout=30) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="process groups and SIGINT are POSIX")
@pytest.mark.parametrize("stuck", [False, True])
def test_ctrl_c_ends_it_at_once_and_quietly(served: Served, stuck: bool) -> None:
    with long_run(served) as (parent, worker):
        assert os.getpgid(worker.pid) != parent.pid
        if stuck:
            worker.suspend()
        os.killpg(parent.pid, signal.SIGINT)
        out, err = parent.communicate(timeout=30)
        assert out == "interrupted 0\n"
        assert "Traceback" not in err
        assert not worker.is_running()


def test_a_load_process_that_dies_is_one_line(served: Served) -> None:
    def kill() -> None:
        until(lambda: served.asked["ok"] > before, "load under way")
        [worker] = [
            child
            for child in psutil.Process().children()
            if "poollab.load.worker" in child.cmdline()
        ]
        worker.kill()

    before = served.asked["ok"]
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(PoolLabError, match="load process ended without a result"):
        load.clients(served.url("/ok"), seconds=60, progress=False)
    killer.join()


def test_a_stream_is_turned_while_it_runs(served: Served) -> None:
    windows: list[load.Window] = []
    stream = load.Stream(served.url("/never"), windows.append, most=8)
    until(lambda: windows, "it tells of nothing, too")
    assert windows[0].under_way == 0 and windows[0].p99 is None
    stream.clients(3)
    until(lambda: windows[-1].under_way == 3, "three wait")
    stream.clients(5)
    until(lambda: windows[-1].under_way == 5, "two more")
    until(lambda: windows[-1].oldest > windows[0].seconds * 1000, "and for how long")
    stream.rate(1000)
    until(lambda: windows[-1].under_way == 8, "as many as may, whoever is due")
    stream.stop()
    stream.stop()
    assert stream._process.poll() is not None and not stream._thread.is_alive()


def test_a_stream_counts_each_answer_once(served: Served) -> None:
    windows: list[load.Window] = []
    before = served.asked["ok"]
    stream = load.Stream(served.url("/ok"), windows.append, most=10)
    stream.clients(4)
    until(lambda: windows and windows[-1].answered > 20, "answers")
    stream.clients(0)
    until(lambda: windows[-1].answered == windows[-1].under_way == 0, "a rest")
    stream.stop()
    assert sum(window.answered for window in windows) == served.asked["ok"] - before
    assert all((window.p50 or 0) <= (window.p99 or 0) for window in windows)


def test_a_stream_keeps_up_a_rate_and_counts_errors(served: Served) -> None:
    windows: list[load.Window] = []
    stream = load.Stream(served.url("/status/503"), windows.append, most=10)
    stream.rate(200)
    until(lambda: sum(window.errors.get("HTTP 503", 0) for window in windows) > 50, "503s")
    stream.stop()
    assert {kind for window in windows for kind in window.errors} == {"HTTP 503"}
    assert sum(window.answered for window in windows) == 0


def test_a_stream_ends_when_its_stdin_closes(served: Served) -> None:
    stream = load.Stream(served.url("/never"), lambda window: None, most=2)
    stream.clients(2)
    stdin = stream._process.stdin
    assert stdin
    stdin.close()  # as when the process that started it is killed
    assert stream._process.wait(30) == 1
    stream.stop()
