"""Precision of errors and warnings on real lists and whole articles: a random sample of what is flagged, judged by hand.

    python benchmarks/precision.py sample items 100 --seed 7     prints a sample to judge, one JSON object a line
    python benchmarks/precision.py report                        prints the precision from the verdicts that are kept beside
    this file

A verdict names the finding by where it stands and its code, never by its text; `right` says whether a careful editor would
agree that the
finding is true and worth a look. Samples are drawn from the half that was not looked at while the rules were written.
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

from gold import GOLD, Split, articles, dump, items, need
from kzcheck.finding import Finding, Severity
from kzcheck.pipeline import audit
from kzcheck.settings import Settings

VERDICTS = Path(__file__).with_name("precision_verdicts.jsonl")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def item_findings(split: Split) -> list[tuple[str, Finding]]:
    """Audit real entries as one list; return the errors and warnings."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "references.yaml"
        dump(path, {"references": items(split)})
        return _serious("items", path)


def article_findings(split: Split) -> tuple[list[tuple[str, Finding]], int]:
    """Audit whole articles; return the errors and warnings, and how many claims there were."""
    found: list[tuple[str, Finding]] = []
    claims = 0
    for path in articles(split):
        claims += (path / "claims.yaml").read_text("utf-8").count("\n- id: ")
        found += _serious(path.name, path)
    return found, claims


def _serious(name: str, path: Path) -> list[tuple[str, Finding]]:
    report = audit(path, Settings(), NOW, offline=True, ignored=("KZ003",))
    return [(name, finding) for finding in report.findings if finding.severity > Severity.NOTE]


def key(name: str, finding: Finding) -> dict[str, Any]:
    """Return what a verdict knows a finding by."""
    return {
        "in": name,
        "code": finding.code,
        "reference": finding.reference,
        "claim": finding.claim,
        "finding": finding.fingerprint,
    }


def sample(kind: str, count: int, seed: int, split: Split) -> None:
    """Print a random sample with all that one needs to judge it."""
    found = item_findings(split) if kind == "items" else article_findings(split)[0]
    chosen = random.Random(seed).sample(found, min(count, len(found)))
    for name, finding in chosen:
        excerpt = finding.problem.excerpt.text if finding.problem.excerpt else None
        row = {**key(name, finding), "message": finding.message, "excerpt": excerpt, "right": None}
        print(json.dumps(row, ensure_ascii=False))


def report() -> None:
    """Print precision by code from the verdicts, and the share of articles' claims with a wrong error or warning."""
    verdicts = [json.loads(line) for line in VERDICTS.read_text("utf-8").splitlines() if line.strip()]
    for kind in ("items", "articles"):
        mine = [one for one in verdicts if (one["in"] == "items") == (kind == "items")]
        right = Counter(one["code"] for one in mine if one["right"])
        total = Counter(one["code"] for one in mine)
        if not total:
            continue
        print(
            f"{kind}: {right.total()} of {total.total()} judged errors and warnings are right ({right.total() / total.total():.3f})"
        )
        for code, count in total.most_common():
            print(f"  {code}  {right[code]:3} of {count:3}")
    if GOLD.is_dir():
        wrong = {(one["in"], one["finding"]) for one in verdicts if one["in"] != "items" and not one["right"]}
        known = {(one["in"], one["finding"]) for one in verdicts}
        found, claims = article_findings("held-out")
        now_wrong = sum((name, finding.fingerprint) in wrong for name, finding in found)
        unjudged = sum((name, finding.fingerprint) not in known for name, finding in found)
        print(
            f"whole articles now: {len(found)} errors and warnings on {claims} claims; "
            f"{now_wrong} judged wrong, {unjudged} not judged"
        )


def main() -> None:
    """Sample or report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("sample")
    drawing.add_argument("kind", choices=("items", "articles"))
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
