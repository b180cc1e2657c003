"""Sets the program up on this machine and starts it, checks it, or measures it.

    python3 packaging/bootstrap.py run [arguments of wk4gui]
    python3 packaging/bootstrap.py test [--oracle] [--thorough] [arguments of pytest]
    python3 packaging/bootstrap.py bench [--all] [arguments of pytest]

Python's standard library is all it needs, on Linux, macOS and Windows. The tests take five minutes on two cores. With
--oracle the independent libraries that numbers are compared with and Dask are installed too, no such test is skipped,
and samples are larger: twelve minutes. With --thorough everything is tried that can be: hours.

The benchmarks print how long things take beside what bounds them, a row for each budget, as ratios in one run; they
take about six minutes. Of the sliders they move a sample, with --all every one in every preset.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
    sys.exit("wk4gui needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from checkout import PYTHON, ROOT, Refused, say
from environment import ensure_environment
from system_packages import ensure_drawing, ensure_test_programs, ensure_window

NUMBERS = ("labs", "run", "-h", "--help", "--version")
PICTURES = ("export", "gallery")
TIERS = {"--oracle": "WK4GUI_ORACLE", "--thorough": "WK4GUI_THOROUGH"}
"""The words that ask for more than the daily tests, and how the tests hear of them."""
TYPES = ["-m", "mypy"]
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as check; check()"],
}
BENCHMARKS = [
    "-n",
    "0",
    "-q",
    "--no-header",
    "--benchmark-enable",
    "--benchmark-only",
    "--benchmark-quiet",
    "tests/benchmarks",
]
MOST_WORKERS = 4
"""A worker takes half a gigabyte."""


def main(arguments: list[str]) -> int:
    """Runs one of the commands and returns its exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if command == "run":
            return run(rest)
        if command == "test":
            return test(rest)
        if command == "bench":
            return bench(rest)
    except Refused as error:
        print(f"bootstrap: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    print(__doc__, file=sys.stderr)
    return 0 if command in ("-h", "--help") else 2


def run(arguments: list[str]) -> int:
    """Sets up what the program needs, then starts it; without a display it draws every lab instead."""
    ensure_environment(())
    command = arguments[0] if arguments else "gui"
    if command not in NUMBERS:
        ensure_drawing()
    if command not in (*NUMBERS, *PICTURES) and not ensure_window():
        say("There is no display here on which a window could open: drawing every lab into gallery/ instead")
        arguments = ["gallery", "gallery"]
    say(" ".join(["Starting wk4gui", *arguments]))
    return subprocess.call([str(PYTHON), "-m", "wk4gui", *arguments])


def test(arguments: list[str]) -> int:
    """Sets up what the checks need, then runs them all, pytest last and the type checker beside it."""
    ensure_environment(("cluster", "oracle", "test") if "--oracle" in arguments else ("test",))
    ensure_drawing()
    ensure_test_programs()
    with _beside(TYPES) as types_fail:
        failed = [name for name, command in CHECKS.items() if _fails(name, command)]
        say("Running the tests; types are checked meanwhile")
        status = _run_pytest(arguments)
        failed += ["types"] if types_fail() else []
    say("Failed beside the tests: " + ", ".join(failed) if failed else "Format, lint, types and imports are in order")
    return status or int(bool(failed))


def bench(arguments: list[str]) -> int:
    """Runs all benchmarks one after the other and prints their table; peers that are not installed are left out."""
    ensure_environment(("test",))
    ensure_drawing()
    variables = {**os.environ, **({"WK4GUI_BENCH_ALL": "1"} if "--all" in arguments else {})}
    rest = [argument for argument in arguments if argument != "--all"]
    return subprocess.call([str(PYTHON), "-m", "pytest", *BENCHMARKS, *rest], cwd=ROOT, env=variables)


def _run_pytest(arguments: list[str]) -> int:
    """A worker a core, a file a worker; what the caller says of that (-n 0) comes later and so holds."""
    variables = {**os.environ, **{name: "1" for word, name in TIERS.items() if word in arguments}}
    workers = str(min(os.cpu_count() or 1, MOST_WORKERS))
    spread = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    rest = [argument for argument in arguments if argument not in TIERS]
    return subprocess.call([str(PYTHON), "-m", "pytest", *spread, *rest], cwd=ROOT, env=variables)


@contextmanager
def _beside(command: list[str]) -> Iterator[Callable[[], bool]]:
    """Runs a check in the background; the function that it gives waits, shows what it said and tells if it failed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen([str(PYTHON), *command], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)

        def failed() -> bool:
            status = process.wait()
            said.seek(0)
            print(said.read(), end="", flush=True)
            return status != 0

        try:
            yield failed
        finally:
            process.kill()
            process.wait()


def _fails(name: str, command: list[str]) -> bool:
    say(f"Checking {name}")
    return subprocess.call([str(PYTHON), *command], cwd=ROOT) != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
