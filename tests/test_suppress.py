"""Ignores: their scope, end and count."""

from __future__ import annotations

import time
from datetime import date

from kzcheck.article import Ignore, Location
from kzcheck.finding import Confidence, Finding, Problem, Severity, covers
from kzcheck.suppress import apply

TODAY = date(2026, 3, 1)


def finding(code: str = "REF203", line: int = 5, reference: str | None = "7") -> Finding:
    place = Location("references.yaml", line, 3, line, 9)
    problem = Problem(place, "m", reference=reference)
    return Finding(code, "malformed-pages", Severity.WARNING, Confidence.SURE, place, problem, "f")


def inline(line: int, *codes: str, reference: str | None = None) -> Ignore:
    return Ignore(Location("references.yaml", line, 20, line, 40), codes, inline=True, reference=reference)


def test_an_ignore_may_name_a_code_a_prefix_a_rule_or_all():
    assert all(covers(word, "REF203", "malformed-pages") for word in ("REF203", "REF2", "ref", "malformed-pages", "ALL"))
    assert not covers("REF204", "REF203", "malformed-pages")
    assert not covers("", "REF203", "malformed-pages")


def test_an_inline_ignore_hides_the_findings_on_its_line():
    kept, hidden, ignores = apply([finding(line=5), finding(line=6)], [inline(5, "REF203")], TODAY)

    assert [shown.location.line for shown in kept] == [6]
    assert [shown.finding.location.line for shown in hidden] == [5]
    assert ignores[0].hid == 1


def test_an_inline_ignore_of_another_code_hides_nothing():
    kept, hidden, ignores = apply([finding()], [inline(5, "REF204")], TODAY)

    assert len(kept) == 1
    assert not hidden
    assert ignores[0].hid == 0


def test_an_ignore_on_the_line_of_an_id_applies_to_that_entry_alone():
    kept, hidden, _ = apply([finding(line=9), finding(line=9, reference="8")], [inline(2, "REF", reference="7")], TODAY)

    assert [shown.reference for shown in kept] == ["8"]
    assert [shown.finding.reference for shown in hidden] == ["7"]


def test_an_ignore_without_a_subject_in_the_settings_applies_to_everything():
    everywhere = Ignore(Location("kzcheck.toml", 3, 1, 3, 1), ("REF203",), reason="house style")

    assert not apply([finding(), finding(reference=None)], [everywhere], TODAY)[0]


def test_an_expired_ignore_hides_nothing():
    ended = Ignore(Location("kzcheck.toml", 3, 1, 3, 1), ("REF203",), until=date(2026, 2, 28))
    last_day = Ignore(Location("kzcheck.toml", 3, 1, 3, 1), ("REF203",), until=TODAY)

    assert len(apply([finding()], [ended], TODAY)[0]) == 1
    assert not apply([finding()], [last_day], TODAY)[0]


def about(code: str = "REF203", reference: str | None = None, claim: str | None = None) -> Ignore:
    return Ignore(Location("kzcheck.toml", 3, 1, 3, 1), (code,), reference=reference, claim=claim)


def test_of_several_ignores_the_narrowest_counts():
    everywhere, of_entry = about(), about("ALL", reference="7")

    for ignores in ([everywhere, of_entry, about("REF", reference="7")], [of_entry, everywhere]):
        counted = apply([finding()], ignores, TODAY)[2]

        assert [ignore.reference for ignore in counted if ignore.hid] == ["7"]
        assert counted[ignores.index(of_entry)].hid == 1


def test_an_ignore_on_the_line_precedes_one_in_the_settings():
    assert [ignore.hid for ignore in apply([finding()], [about(reference="7"), inline(5, "malformed-pages")], TODAY)[2]] == [0, 1]


def test_many_ignores_of_many_findings_are_applied_quickly():
    findings = [finding(line=line, reference=str(line)) for line in range(4000)]
    ignores = [about("WORK401") for _ in range(4000)]
    before = time.process_time()

    assert len(apply(findings, ignores, TODAY)[0]) == len(findings)
    assert time.process_time() - before < 1
