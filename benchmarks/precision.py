"""Precision of errors and warnings on real entries, whole articles and real libraries: everything flagged, judged by hand.

    python benchmarks/precision.py sample items 100 --seed 7     prints a sample to judge, one JSON object a line
    python benchmarks/precision.py report                        prints the precision from the verdicts beside this file

A verdict identifies the finding by its place and code, never by its text. `right` says whether a careful editor would agree that it
is true and worth a look; `mended` marks findings that were wrong at the first look at the held-out half and were then mended.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gold import GOLD, Split, articles, dump, items, libraries, need
from kzcheck.finding import Finding, Severity
from kzcheck.pipeline import AuditRequest, audit

VERDICTS = Path(__file__).with_name("precision_verdicts.jsonl")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
KINDS = ("items", "articles", "libraries")


def item_findings(split: Split) -> list[tuple[str, Finding]]:
    """Audit real entries as one list; return the errors and warnings."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "references.yaml"
        dump(path, {"references": items(split)})
        return _serious("items", path)


def article_findings(split: Split) -> tuple[list[tuple[str, Finding]], int]:
    """Audit whole articles; return the errors and warnings, and how many claims there were."""
    results: list[tuple[str, Finding]] = []
    claims = 0
    for path in articles(split):
        claims += (path / "claims.yaml").read_text("utf-8").count("\n- id: ")
        results += _serious(path.name, path)
    return results, claims


def library_findings(split: Split) -> list[tuple[str, Finding]]:
    """Audit the lists of real libraries, each by itself; return the errors and warnings."""
    paths = libraries(split)
    return [finding for path in paths for finding in _serious(path.relative_to(GOLD / "manuscripts").as_posix(), path)]


def kind_of(name: str) -> str:
    """Return the kind of data that the name in a verdict belongs to."""
    return "items" if name == "items" else "libraries" if "/" in name else "articles"


def _serious(name: str, path: Path) -> list[tuple[str, Finding]]:
    report = audit(AuditRequest(path=path, offline=True, ignored=("KZ003",)), NOW)
    return [(name, finding) for finding in report.findings if finding.severity > Severity.NOTE]


def key(name: str, finding: Finding) -> dict[str, Any]:
    """Return what identifies a finding in a verdict."""
    return {
        "in": name,
        "code": finding.code,
        "reference": finding.reference,
        "claim": finding.claim,
        "finding": finding.fingerprint,
    }


def sample(kind: str, count: int, seed: int, split: Split) -> None:
    """Print a random sample with everything needed to judge it."""
    of_kind = {"items": item_findings, "articles": lambda split: article_findings(split)[0], "libraries": library_findings}
    results = of_kind[kind](split)
    chosen = random.Random(seed).sample(results, min(count, len(results)))
    for name, finding in chosen:
        excerpt = finding.problem.excerpt.text if finding.problem.excerpt else None
        row = {**key(name, finding), "message": finding.message, "excerpt": excerpt, "right": None}
        print(json.dumps(row, ensure_ascii=False))


def report() -> None:
    """Print precision by code from the verdicts, at the first look and now, and which of today's findings were not judged."""
    verdicts = [json.loads(line) for line in VERDICTS.read_text("utf-8").splitlines() if line.strip()]
    for kind in KINDS:
        of_this_kind = [verdict for verdict in verdicts if kind_of(verdict["in"]) == kind]
        now = [one for one in of_this_kind if not one.get("mended")]
        right, total = Counter(one["code"] for one in now if one["right"]), Counter(one["code"] for one in now)
        mended = Counter(one["code"] for one in of_this_kind if one.get("mended"))
        print(f"{kind}: {right.total()} of {total.total()} errors and warnings are right; {mended.total()} wrong ones were mended")
        for code in sorted(total | mended):
            print(f"  {code}  {right[code]:3} of {total[code]:3}" + (f", {mended[code]} mended" if mended[code] else ""))
    if GOLD.is_dir():
        known = {(row["in"], row["finding"]): row["right"] for row in verdicts}
        for half in ("tune", "held-out"):
            results, claims = article_findings(half)
            results += item_findings(half) + library_findings(half)
            keys = [(name, finding.fingerprint) for name, finding in results]
            wrong, unjudged = sum(known.get(key) is False for key in keys), sum(key not in known for key in keys)
            print(f"{half} half now: {len(keys)} of all kinds, with {claims} claims; {wrong} judged wrong, {unjudged} not judged")


def main() -> None:
    """Sample or report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample")
    drawing.add_argument("kind", choices=KINDS)
    drawing.add_argument("count", type=int)
    drawing.add_argument("--seed", type=int, default=7)
    drawing.add_argument("--split", choices=("tune", "held-out", "all"), default="held-out")
    commands.add_parser("report")
    options = parser.parse_args()
    if options.command == "sample":
        need()
        sample(options.kind, options.count, options.seed, options.split)
    else:
        report()


if __name__ == "__main__":
    main()
