"""HALLMARK's valid and damaged entries against services simulated from them, compared with programs from PyPI, in one run.

    python benchmarks/hallmark.py [--split held-out|tune|all] [--only NAME …] [--show] [--no-peers]

Every program is a process that asks the same loopback web (`hallmark_world.py`). "Loud" is whatever a program calls a problem:
kzcheck's errors and warnings, and what the others call wrong or not found. "With notes" also counts everything else that it says
about an entry. The labelled data is beside the project, or where KZCHECK_SHARED says.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import hallmark_world
import peers
import peers_web
from gold import need
from kzcheck.services import SERVICES
from loopback import audit, lab, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hallmark_world import Entry

RULES = "WORK,ID,REF208"
"""Rules on whether a work is what its entry says; others are about HTML in a title, or works listed twice."""
QUIET = ("WORK401", "WORK402", "WORK403", "WORK411", "WORK412", "WORK413", "WORK414", "WORK416", "REF208")
"""Codes whose notes say that an entry differs from its work, or that there is no such work."""
FAILING = ("bibtex-updater 1.12.0", "bibaudit 0.1.2", "citecheck-refs 0.4.1")


class Said(NamedTuple):
    """A program's verdict on an entry: whether it is loud, whether it says anything, and in what words."""

    loud: bool
    any: bool
    words: str = ""


def bibtex(file: Path, entries: Sequence[Entry]) -> Path:
    """Write entries as BibTeX, with HALLMARK's fields."""
    texts = []
    for entry in entries:
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in entry.fields.items() if value)
        texts.append(f"@{entry.bibtex_type}{{{entry.key},\n{fields}\n}}\n")
    file.write_text("\n".join(texts), "utf-8")
    return file


def by_kzcheck(bib: Path, environment: Mapping[str, str]) -> dict[str, Said]:
    """Return the verdicts of kzcheck."""
    done = audit(bib, environment, "--format", "json", "--select", RULES, "--timeout", "3600", "--no-cache")
    if not done.out:
        sys.exit(done.err)
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in json.loads(done.out)["findings"]:
        if finding.get("reference"):
            said[finding["reference"]].append(finding)
    return {key: _told(findings) for key, findings in said.items()}


def _told(findings: Sequence[dict[str, Any]]) -> Said:
    loud = [finding for finding in findings if finding["severity"] != "note"]
    quiet = [finding for finding in findings if finding["code"] in QUIET]
    words = " | ".join(f"{finding['code']} {finding['severity']}: {finding['message']}" for finding in (*loud, *quiet))
    return Said(bool(loud), bool(loud or quiet), words)


def by_bibtex_updater(command: Sequence[str], bib: Path, place: Path, environment: Mapping[str, str]) -> dict[str, Said]:
    """Return the verdicts of bibtex-check; not found counts as in its own benchmark."""
    file = place / "report.json"
    run([*command, str(bib), "--report", str(file), "--rate-limit", "100000", "--no-cache"], place, environment)
    entries = json.loads(file.read_text("utf-8"))["entries"]
    good = {"verified", "url_verified", "url_accessible", "book_verified", "working_paper_verified"}
    unsure = {"unconfirmed", "api_error", "book_not_found", "working_paper_not_found", "url_not_found", "strict_warn_preprint_year"}
    return {row["key"]: Said(row["status"] not in good | unsure, row["status"] not in good, row["status"]) for row in entries}


def by_bibaudit(command: Sequence[str], bib: Path, place: Path, environment: Mapping[str, str]) -> dict[str, Said]:
    """Return the verdicts of bibaudit; loud is what fails by default."""
    done = run([*command, str(bib), "--format", "json", "-v"], place, environment)
    failing = {"RETRACTED", "BAD-ID", "WRONG-WORK", "FIELD-MISMATCH", "UNCONFIRMED"}
    rows = json.loads(done.out)["results"]
    return {row["key"]: Said(row["verdict"] in failing, row["verdict"] not in {"OK", "COSMETIC"}, row["verdict"]) for row in rows}


def by_citecheck(command: Sequence[str], bib: Path, place: Path, environment: Mapping[str, str]) -> dict[str, Said]:
    """Return the verdicts of citecheck; CHECK is its word for what a person should look at."""
    file = place / "report.json"
    run([*command, str(bib), "--all", "--no-cache", "--json", str(file)], place, {**environment, "CITECHECK_MAILTO": peers.CONTACT})
    rows = json.loads(file.read_text("utf-8"))["results"]
    return {
        row["key"]: Said(row["verdict"] in {"NOT_FOUND", "MISMATCH"}, row["verdict"] != "VERIFIED", row["verdict"]) for row in rows
    }


PEERS: dict[str, Callable[[Sequence[str], Path, Path, Mapping[str, str]], dict[str, Said]]] = dict(
    zip(FAILING, (by_bibtex_updater, by_bibaudit, by_citecheck), strict=True)
)


def score(name: str, entries: Sequence[Entry], said: Mapping[str, Said], *, show: bool) -> None:
    """Print the figures of one program and, if asked to, its mistakes."""
    silent = Said(loud=False, any=False)
    damaged = [entry for entry in entries if entry.kind]
    valid = [entry for entry in entries if not entry.kind]

    def figures(loud: bool) -> tuple[float, float, float, int]:  # noqa: FBT001 - two ways to count
        def counts(entry: Entry) -> bool:
            verdicts = said.get(entry.key, silent)
            return verdicts.loud if loud else verdicts.any

        hits, alarms = sum(map(counts, damaged)), sum(map(counts, valid))
        precision, recall = hits / max(1, hits + alarms), hits / max(1, len(damaged))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), alarms

    (precision, recall, f1, alarms), (_, all_recall, all_f1, all_alarms) = figures(loud=True), figures(loud=False)
    print(
        f"{name:24} loud: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}, {alarms} false alarms on {len(valid)} valid;"
        f" with notes: recall {all_recall:.3f}, F1 {all_f1:.3f}, {all_alarms} on valid"
    )
    kinds = Counter(entry.kind for entry in damaged)
    for kind, total in sorted(kinds.items()):
        verdicts = [said.get(entry.key, silent) for entry in damaged if entry.kind == kind]
        noticed, loud = sum(verdict.any for verdict in verdicts), sum(verdict.loud for verdict in verdicts)
        print(f"     {kind:24} {noticed:3} of {total:3}, loud {loud:3}")
    for entry in entries if show else ():
        wrong = said.get(entry.key, silent)
        if wrong.loud != bool(entry.kind):
            print(f"  {entry.kind or 'VALID'} {entry.key} {entry.fields}\n      {wrong.words or 'nothing'}")


def main() -> None:
    """Ask all programs about all entries of a half, and print the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("tune", "held-out", "all"), default="held-out")
    parser.add_argument("--no-peers", action="store_true", help="ask only kzcheck")
    parser.add_argument("--show", action="store_true", help="list kzcheck's mistakes")
    options = parser.parse_args()
    need()
    world = hallmark_world.made()
    entries = [entry for entry in world.entries if hallmark_world.in_half(entry, options.split)]
    venues = [
        entry.fields.get("booktitle") or entry.fields.get("journal") or ""
        for entry in world.entries
        if entry.kind != "nonexistent_venue"
    ]
    full = [item.container_title for items in world.known.values() for item in items]
    print(f"{len(entries)} entries ({options.split}); {world.left_out} of all are left out")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bib = bibtex(folder / "hallmark.bib", entries)
        plays = {**peers.handlers(lab("server").Answer), **peers_web.handlers(world.known, (*venues, *full))}
        with lab("services").Services(world.known, handlers=plays, agencies=world.agencies) as services:
            asked = tuple(f"KZCHECK_SERVICES_{name.replace('-', '_').upper()}_" for name in SERVICES if name != "semantic-scholar")
            own = {name: value for name, value in services.environment.items() if name.startswith(asked)}
            score("kzcheck", entries, by_kzcheck(bib, own), show=options.show)
            for name, command in ({} if options.no_peers else peers.install(folder, FAILING)).items():
                place = Path(tempfile.mkdtemp(dir=folder))
                environment = {**peers.environment(folder, place, services.urls), "LOOPBACK_HURRY": "1"}
                sys.stdout.flush()
                score(name, entries, PEERS[name](command, bib, place, environment), show=False)


if __name__ == "__main__":
    main()
