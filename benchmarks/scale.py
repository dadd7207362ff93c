"""Cost: the offline audit of 34, 3,400 and 34,000 generated references with claims, time and peak memory per reference.

    python benchmarks/scale.py [--sizes 34 3400 34000]

Start-up is measured on an article with one reference and subtracted. The works are invented from word lists, by a seed; titles,
people and journals repeat about as often as in real lists.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = """culture policy memory language network protein climate river border school market music poetry family labour trade
energy forest history religion identity migration village steppe nomad script alphabet archive museum theatre painting
science""".split()
FAMILIES = """Abdrakhmanov Adams Baker Bauer Becker Bianchi Castro Chen Dubois Fischer Garcia Hansen Ibraimov Ivanov Johansson
Kaya Kim Kowalski Lopez Martin Moreau Nakamura Novak Okafor Petrov Rossi Sato Schmidt Silva Smirnov Suleimenov Tanaka Weber
Yilmaz Zhang""".split()
RUNS = 25
"""Runs of the small articles, of which the fastest counts: their cost is small beside start-up, which varies."""
ENDINGS = ("", "a", "sky", "man")
JOURNALS = [f"Journal of {word.title()} {other}" for word in WORDS[:12] for other in ("Studies", "Research", "History")]


def write(folder: Path, count: int) -> None:
    """Write references.yaml and claims.yaml with `count` entries each."""
    rng = random.Random(count)
    with (folder / "references.yaml").open("w", encoding="utf-8") as out:
        out.write("references:\n")
        for number in range(1, count + 1):
            title = (
                f"{' '.join(rng.sample(WORDS, 5)).capitalize()}: {rng.choice(WORDS)} and {rng.choice(WORDS)} {rng.randint(1, 99)}"
            )
            first = rng.randint(1, 900)
            authors = ", ".join(
                f"{{family: {rng.choice(FAMILIES)}{rng.choice(ENDINGS)}, given: {'. '.join(rng.sample('ABDEGIKLMN', 2))}.}}"
                for _ in range(rng.randint(1, 4))
            )
            out.write(
                f'- id: "{number}"\n  type: article-journal\n  author: [{authors}]\n  title: "{title}"\n'
                f"  container-title: {rng.choice(JOURNALS)}\n  issued: {rng.randint(1960, 2023)}\n  volume: {rng.randint(1, 60)}\n"
                f'  issue: {rng.randint(1, 12)}\n  page: "{first}-{first + rng.randint(3, 30)}"\n'
                f"  DOI: 10.5555/{number:06d}.{rng.randint(100, 999)}\n"
                f"  URL: https://press.example.org/{number}/{rng.choice(WORDS)}\n  language: en\n"
            )
    with (folder / "claims.yaml").open("w", encoding="utf-8") as out:
        out.write("article: {title: A generated article, issued: 2024, language: en}\nclaims:\n")
        for number in range(1, count + 1):
            words = rng.sample(WORDS, 6)
            source = rng.choice(("", "", "", f"According to {rng.choice(FAMILIES)}, ", "Several studies find that "))
            out.write(
                f"- id: c{number}\n  section: Part {number // 40}\n  paragraph: {number // 5}\n"
                f"  text: {source}{words[0]} and {words[1]} changed the {words[2]} of {words[3]}"
                f" in {rng.randint(1900, 1955)}, by {rng.randint(2, 99)} %.\n"
                f'  cites: ["{number}", "{rng.randint(1, count)}"]\n'
            )


def measure(folder: Path) -> tuple[float, float]:
    """Audit a folder in its own process; return seconds and peak memory in MB."""
    command = [sys.executable, "-m", "kzcheck", "audit", str(folder), "--offline", "--fail-on", "never", "--ignore", "KZ003"]
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    begin = time.perf_counter()
    peak = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - begin, int(peak) / 1024


def main() -> None:
    """Generate, audit, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[34, 3400, 34000])
    sizes = parser.parse_args().sizes
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, 1)
        start, base = min(measure(folder) for _ in range(RUNS))
        print(f"start-up {start:.2f} s, {base:.0f} MB")
        first = 0.0
        for size in sizes:
            write(folder, size)
            taken, peak = min(measure(folder) for _ in range(RUNS if size < 1000 else 2))
            each = (taken - start) / size
            first = first or each
            print(
                f"{size:6} references: {taken:7.2f} s, {each * 1000:6.2f} ms each ({each / first:.2f} of the first), "
                f"{peak:6.0f} MB, {(peak - base) * 1024 / size:5.1f} kB each"
            )


if __name__ == "__main__":
    main()
