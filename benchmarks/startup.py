"""Start-up: `kzcheck --help` and the offline audit of the article, compared with the help of a Typer app with two commands.

    python benchmarks/startup.py [--runs 15]

The commands run in turn. Prints the medians and the ratios; the targets are 1.15 and 3.5. Compiled modules are used, as everybody
has them after the first run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
TWO_COMMANDS = """
import typer
app = typer.Typer()

@app.command()
def one(count: int = 1) -> None:
    "One."

@app.command()
def two(name: str = "a") -> None:
    "Two."

app()
"""


def seconds(command: list[str]) -> float:
    """Run a command to its end and return its wall time."""
    begin = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - begin


def main() -> None:
    """Measure in turn, so that a drifting machine affects all alike."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "two.py"
        script.write_text(TWO_COMMANDS)
        kzcheck = str(Path(sys.executable).with_name("kzcheck"))
        commands = {
            "two-command app --help": [sys.executable, str(script), "--help"],
            "kzcheck --help": [kzcheck, "--help"],
            "kzcheck audit --offline": [kzcheck, "audit", "--offline", "--fail-on", "never"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                taken = seconds(command)
                if turn:
                    times[name].append(taken)
    base = statistics.median(times["two-command app --help"])
    for name, taken_all in times.items():
        median = statistics.median(taken_all)
        print(f"{name:26} median {median * 1000:6.0f} ms   {median / base:5.2f} of the two-command app")


if __name__ == "__main__":
    main()
