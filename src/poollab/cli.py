"""The command ``poollab``: every target of the Makefile is one line over it.

Only the standard library up here: this runs before anything is installed.
"""

import argparse
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable
from typing import NoReturn

from poollab.environment import ROOT, Environment, become, find_programs, in_hub
from poollab.errors import PoolLabError

# Three groups of tests at once on any machine: most tests wait for a server, a kernel or a browser.
# A worker that crashes ends them: xdist could wait for ever for groups that it gives out again.
AT_ONCE = ("-n", "3", "--no-loadscope-reorder", "--max-worker-restart", "0")
JUPYTER = str(ROOT / "src" / "poollab" / "lab" / "jupyter")  # its settings for the course


def env(arguments: list[str]) -> int:
    """Set up or mend the environment, no more."""
    from poollab.install import set_up

    set_up(Environment())
    return 0


def lab(arguments: list[str]) -> NoReturn:
    """Open JupyterLab; sets up on first use."""
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [JUPYTER, others]))
    program = "jupyterhub.singleuser" if in_hub() else "jupyterlab"
    become(sys.executable, "-m", program, *arguments)


def seat(arguments: list[str]) -> NoReturn:
    """Start JupyterLab in an image, the course brought up to date."""
    from poollab.seat.start import start

    start(arguments)


def test(arguments: list[str]) -> int:
    """Run lint, then the tests."""
    return lint([]) or become(sys.executable, "-m", "pytest", *AT_ONCE, *arguments)


def soak(arguments: list[str]) -> NoReturn:
    """Run the long tests: repetitions and stress."""
    become(sys.executable, "-m", "pytest", "-m", "soak or thorough", "--timeout", "0", *arguments)


def mutants(arguments: list[str]) -> NoReturn:
    """Run wrong claims; a lesson must notice each."""
    become(sys.executable, ROOT / "tests" / "mutation.py", *arguments)


def contracts(arguments: list[str]) -> NoReturn:
    """Run wrong answers without the check that refuses them."""
    become(sys.executable, ROOT / "tests" / "contract.py", *arguments)


def cases(arguments: list[str]) -> NoReturn:
    """Grade hostile and damaged submissions; prints the table."""
    become(sys.executable, ROOT / "tests" / "case_table.py", *arguments)


def lint(arguments: list[str]) -> int:
    """Check code, types, notebooks, links and the lock."""
    from poollab.lint import report

    return report(ROOT)


def doctor(arguments: list[str]) -> int:
    """Check what a lesson needs, and say how to mend it."""
    from poollab.doctor import report

    return report()


def lock(arguments: list[str]) -> int:
    """Renew the locks; --upgrade takes newer versions."""
    from poollab import locks

    failed = locks.renew(ROOT, arguments)
    return failed if failed or not {"--upgrade", "-U"} & set(arguments) else hold()


def hold() -> NoReturn:
    """Hold what the lessons say against the versions of the lock as it is now."""
    env([])
    print("Holding what the lessons say against these versions:", flush=True)
    become(sys.executable, "-m", "pytest", "-m", "says", *AT_ONCE, "-q")


def bench(arguments: list[str]) -> NoReturn:
    """Measure load against wrk, the servers, the lesson."""
    become(sys.executable, "-m", "bench", *arguments)


def claims(arguments: list[str]) -> int:
    """Print each claim and what it measured; --run runs all anew."""
    from poollab.publish.claims import report

    print(report(anew=runs_anew(arguments)))
    return 0


def site(arguments: list[str]) -> int:
    """Write the lessons, run, as a static site; --run runs all anew."""
    from poollab.publish.site import build

    began = time.monotonic()
    first = build(anew=runs_anew(arguments))
    print(f"Made in {time.monotonic() - began:.0f} s. Open {first}")
    return 0


def runs_anew(arguments: list[str]) -> bool:
    """Return whether lessons that were run and have not changed are to be run again."""
    if arguments not in ([], ["--run"]):
        raise PoolLabError("--run is all that may be added: it runs every lesson anew.")
    return bool(arguments)


def exercises(arguments: list[str]) -> int:
    """Make exercises/ from solutions/; keeps what you changed."""
    from poollab.assignments.release import release

    print("\n".join(release(ROOT)))
    return 0


def validate(arguments: list[str]) -> int:
    """Run exercises as Validate does; fails if a check fails."""
    from poollab.assignments.validate import report

    return report(arguments)


def mark(arguments: list[str]) -> int:
    """Mark exercises as an instructor would; writes feedback."""
    from poollab.assignments.mark import report

    return report(arguments)


def hand_in(arguments: list[str]) -> int:
    """Hand in to the hub: leaks, say; prints a receipt."""
    from poollab.handing_in.command import report

    return report(arguments)


def grade(arguments: list[str]) -> int:
    """Grade a class: each submission in containers of its own."""
    from poollab.grading.command import report

    return report(arguments)


def bundle(arguments: list[str]) -> int:
    """Write the course as archives for laptops without a network."""
    from poollab.bundle.command import report

    return report(arguments)


def hub(arguments: list[str]) -> int:
    """Start a hub for a room; down stops it."""
    from poollab.hub.command import report

    return report(arguments)


def progress(arguments: list[str]) -> int:
    """Print the tasks passed and the points."""
    from poollab.assignments.progress import report

    print(report(arguments))
    return 0


def clean(arguments: list[str]) -> int:
    """Remove what the course keeps between runs."""
    from poollab import pgbouncer, postgres

    print("\n".join([*postgres.clean(), *pgbouncer.clean()]))
    return 0


def run(arguments: list[str]) -> NoReturn:
    """Run a program of the environment, such as ruff."""
    name = arguments[0] if arguments else ""
    program = shutil.which(name, path=sysconfig.get_path("scripts"))
    if not program:
        raise PoolLabError(f"There is no program {name!r} in {sys.prefix}.")
    become(program, *arguments[1:])


COMMANDS: list[Callable[[list[str]], int]] = [
    lab, test, lint, doctor, env, lock, bench, soak, mutants, contracts, cases,
    claims, site, exercises, validate, hand_in, mark, grade, hub, progress,
    bundle, clean, run, seat,
]  # fmt: skip
PASS_ON = {
    lab: "JupyterLab", test: "pytest", soak: "pytest", mutants: "it", contracts: "it",
    cases: "it", lock: "uv", bench: "it", run: "it", claims: "it", site: "it", validate: "it",
    hand_in: "it", mark: "it", grade: "it", hub: "it", progress: "it", bundle: "it",
    seat: "JupyterLab",
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Return the parser: a command for each function above, described by its docstring."""
    whole = argparse.ArgumentParser(prog="poollab", description="Pool Lab's commands.")
    commands = whole.add_subparsers(required=True, metavar="one-of-these")
    for command in COMMANDS:
        says = (command.__doc__ or "").splitlines()[0]
        more = f" Arguments are passed on to {PASS_ON[command]}." if command in PASS_ON else ""
        one = commands.add_parser(
            command.__name__.replace("_", "-"), help=says, description=says + more,
            allow_abbrev=False,
            add_help=command not in (grade, bundle),  # which say themselves what may be added
        )  # fmt: skip
        one.set_defaults(command=command)
    return whole


def main(argv: list[str] | None = None) -> int:
    """Run a command in the environment, made first if need be; return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    whole = parser()
    if not words:
        whole.print_help()
        return 0
    known, others = whole.parse_known_args(words)
    if others and known.command not in PASS_ON:
        whole.error(f"{words[0]} takes no arguments")
    try:
        if known.command is not env:
            enter(words)
        return int(known.command(others))
    except PoolLabError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def enter(words: list[str]) -> None:
    """See that the environment is ready, and go on in its Python unless this is it."""
    if not (ROOT / "requirements.lock").is_file():
        raise PoolLabError("poollab works in a clone of the project: there is none around it.")
    environment = Environment()
    if not environment.is_ready():
        env([])
    os.chdir(ROOT)
    if not environment.is_inside():
        become(environment.python, ROOT / "src" / "poollab", *words)
    find_programs()  # nbgrader looks for alembic there, also when it runs in JupyterLab
