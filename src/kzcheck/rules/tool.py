"""KZ0xx: notices about the audit itself."""

from __future__ import annotations

from posixpath import dirname
from shlex import quote
from typing import TYPE_CHECKING

from kzcheck.article import Location
from kzcheck.finding import NOT_CHECKED, Fix, Problem, Severity
from kzcheck.rule import rule
from kzcheck.unreadable import UNREADABLE
from kzcheck.wording import FieldName, Plural, Words, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Claim, Reference, UnknownField
    from kzcheck.case import Case

FRESH = 30
"""Days for which evidence counts as fresh: retraction notices are added every day."""

RELATED = 20
"""Further places of an unknown key that a finding lists; the message counts them all."""

SETTINGS = 20
"""Ignored settings that are listed one by one: a file with more was not written by mistake."""

_FURTHER = Words(template("further words"))
_SEVERAL = template(", in {entries} entries")
_MEANT = template('; did you mean "{like}"?')


@rule("KZ001", "unused-ignore", Severity.WARNING, key=("codes", "until", "about"))
def unused_ignore(case: Case) -> Iterator[Problem]:
    """An ignore hides nothing or has expired, or a finding of the baseline is gone.

    Why:
        An ignore that hides nothing today may hide a new and real fault tomorrow. So may a baseline that lists findings which are
        gone. These are one finding.

    Example:
        - id: "7"  # kzcheck: ignore[REF203] pages are right
          page: 12-15        # nothing is wrong with these pages: the ignore hides nothing

    Silent:
        Ignores of rules that did not run this time are not reported.

    Fix:
        Delete the ignore. If it has expired, check what it hid, then delete it or give it a new date. Write a new baseline with
        `kzcheck baseline`.
    """
    today = case.evidence.gathered.date()
    for ignore in case.article.ignores:
        subject = {"codes": ignore.codes, "about": ignore.reference or ignore.claim or ""}
        if ignore.until is not None and ignore.until < today:
            yield Problem(
                ignore.location,
                "the ignore for {codes} expired on {until}",
                {**subject, "until": ignore.until},
                fix=Fix("check what it hid, then delete it or give it a new date"),
            )
        elif not ignore.hid and not ignore.baseline:
            yield Problem(ignore.location, "the ignore for {codes} hides nothing", subject, fix=Fix("delete it"))
    stale = [ignore for ignore in case.article.ignores if ignore.baseline]
    if stale:
        yield Problem(
            stale[0].location,
            Plural(
                "{count:,} finding in the baseline no longer occurs: {codes}",
                "{count:,} findings in the baseline no longer occur: {codes}",
            ),
            {"count": len(stale), "codes": tuple(sorted({code for ignore in stale for code in ignore.codes}))},
            fix=Fix("write a new one with kzcheck baseline"),
            related=tuple(ignore.location for ignore in stale[1 : RELATED + 1]),
        )


MENDED = {
    "repeated-number": Fix("renumber the list; until then citations of this number mean the first entry"),
    "manuscript": Fix("save it as text in UTF-8; until then its citations are not checked"),
    "manuscript-part": Fix("put the file into the folder, or correct its name; until then its text is not checked"),
    "citation-field": Fix("update the citations in Word; until then this one is read as it is printed"),
    "inserted-file": Fix("save the document with Word; until then that text is not checked"),
}
REPEATED = Fix("delete one of the two; until then only the first is used")
BROKEN = Fix("correct the entry; until then it is not checked")
"""What to do about errors in files: by their codes, or whether a value is repeated."""


@rule("KZ002", "unreadable-entry", Severity.ERROR, key=("wrong",))
def unreadable_entry(case: Case) -> Iterator[Problem]:
    """An entry cannot be read, or repeats a key; the rest of the file is audited.

    Why:
        What cannot be read is not checked, and nothing in it is guessed. A repeated key is a warning: the entry is audited with the
        first value. So is a manuscript beside the list that cannot be read.

    Example:
        - id: "7"
          author: 1984        # a list of names is expected

    Silent:
        A missing field is reported by REF201 and an unknown key by KZ005. A file of which nothing can be read ends the audit with
        an error instead.

    Fix:
        Correct the entry as the message says. Of two values under one key, delete one.
    """
    for entry in case.article.unreadable:
        wrong = entry.wrong
        yield Problem(
            entry.location,
            UNREADABLE[wrong.code],
            {**wrong.values, "wrong": (wrong.code, *(value for name, value in wrong.values.items() if name != "line"))},
            fix=MENDED.get(wrong.code) or (REPEATED if wrong.repeated else BROKEN),
            severity=Severity.WARNING if wrong.repeated or wrong.of_manuscript else None,
        )


@rule(NOT_CHECKED, "not-checked", Severity.NOTE, key=("step",))
def not_checked(case: Case) -> Iterator[Problem]:
    """Something could not be checked; the reason is given.

    Why:
        A check that silently did not happen looks like a clean result. Every reference, link and claim that could not be checked is
        named, with the reason. This note never makes an audit fail; `--require` does.

    Example:
        kzcheck audit --offline       # no service is asked: records and links are not checked

    Silent:
        What does not apply is not listed: an entry without a URL has no link to check.

    Fix:
        Run the audit again when the reason is gone: online, later, or with saved evidence.
    """
    claims = {claim.id: claim for claim in case.article.claims}
    for item in case.evidence.unchecked:
        entry = claims.get(item.claim or "") if item.reference is None else case.references.get(item.reference)
        if entry:
            yield Problem(
                entry.location,
                "{step} not checked: {reason}",
                {"step": item.step, "reason": item.reason},
                reference=item.reference,
                claim=item.claim,
            )


@rule("KZ004", "stale-evidence", Severity.NOTE)
def stale_evidence(case: Case) -> Iterator[Problem]:
    """The evidence that was judged is more than 30 days old.

    Why:
        Works that were retracted and links that died since then are missed. Notices of retraction are added every day.

    Example:
        kzcheck audit --evidence evidence.json       # saved in spring, judged in autumn

    Silent:
        Evidence of 30 days or less counts as fresh, and an audit that gathers its own evidence is always fresh.

    Fix:
        Gather new evidence: `kzcheck audit --save-evidence evidence.json`.
    """
    entries: tuple[Reference | Claim, ...] = (*case.article.references, *case.article.claims)
    if case.evidence.age > FRESH and entries:
        yield Problem(
            entries[0].location,
            "the evidence was gathered on {day}, {age} days ago",
            {"day": case.evidence.gathered.date(), "age": case.evidence.age},
            fix=Fix("gather new evidence with --save-evidence"),
        )


@rule("KZ005", "unknown-field", Severity.NOTE, key=("key",))
def unknown_field(case: Case) -> Iterator[Problem]:
    """A key or a type is unknown to CSL and kzcheck.

    Why:
        A misspelt key is silently ignored by every program that reads the list, kzcheck included. The finding is a warning if the
        key that was meant is clear. A key that appears in many entries is reported once.

    Example:
        contianer-title: Journal of Invented Rivers       # container-title

    Silent:
        Keys under `custom` are yours and never reported. Nor are those that Crossref and doi.org send beside CSL's (`indexed`,
        `reference-count`, …).

    Fix:
        Correct the key, or move what is your own under `custom`.
    """
    alike: dict[tuple[str, str, bool], list[UnknownField]] = {}
    for field in case.article.unknown_fields:
        alike.setdefault((field.key, field.like, field.claim is not None), []).append(field)
    for fields in alike.values():
        yield _unknown(fields)


@rule("KZ006", "stale-claims", Severity.WARNING, key=("file",))
def stale_claims(case: Case) -> Iterator[Problem]:
    """The manuscript has changed since `kzcheck import` made `claims.yaml` of it.

    Why:
        The audit judges sentences and citations that the text may no longer have, and misses new ones. The contents of the two are
        compared by SHA-256, never by the times of files. If the manuscript is not in the article's folder, it cannot be compared;
        then this is a note.

    Example:
        manuscript:
          file: paper.docx         # has been edited since
          sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

    Silent:
        Claims without a `manuscript`, with its file's name alone or with part of the digest are not compared.

    Fix:
        `kzcheck import FILE --update` keeps your edits of all sentences that are still printed as before. If you have edited the
        claims to fit the new text already, delete `manuscript`.
    """
    made_of = case.article.made_of
    if made_of is None or made_of.present == made_of.sha256:
        return
    folder, file = dirname(made_of.location.file), quote(made_of.file)
    if made_of.present is None:
        yield Problem(
            made_of.location,
            "{file} is not in this folder, so it was not checked whether it has changed since these claims were made of it",
            {"file": made_of.file},
            fix=Fix("after a change, run kzcheck import with --into and --update, or keep the manuscript in this folder"),
            severity=Severity.NOTE,
        )
        return
    yield Problem(
        made_of.location,
        "{file} has changed since these claims were made of it",
        {"file": made_of.file},
        fix=Fix("update them with kzcheck import {file} --update", {"file": file})
        if dirname(made_of.file) == folder
        else Fix("update them with kzcheck import {file} --into {folder} --update", {"file": file, "folder": quote(folder or ".")}),
    )


@rule("KZ007", "doubtful-fields", Severity.NOTE, in_ci=False, key=("fields",))
def doubtful_fields(case: Case) -> Iterator[Problem]:
    """Some fields of a printed entry were read with doubt, and are not judged.

    Why:
        kzcheck reads the fields of a printed entry by a model that says how sure it is of each. A field with less than 95 % is left
        out, so that no finding rests on a guess: it is neither missing nor wrong. "Further words" are words that are in no field.
        Services are still asked for the work by the whole entry.

    Example:
        Doe J. Rivers. Lakes. Roads. Exampleton, 2004.       # where does the title end?

    Silent:
        Entries whose fields come from a file of references, or from the fields of a word processor, are not read by the model.

    Fix:
        Nothing is wrong with the entry. To have all of it judged, make a file of the list with `kzcheck import`, correct the fields
        there, and delete `doubtful`.
    """
    for reference in case.article.references:
        if reference.doubtful:
            yield Problem(
                reference.location,
                "read with doubt, and so not judged: {fields}",
                {"fields": tuple(_FURTHER if field == "note" else FieldName(field) for field in reference.doubtful)},
                reference=reference.id,
                fix=Fix("to have all of it judged, correct its fields in a list that kzcheck import makes"),
            )


@rule("KZ008", "assumed-encoding", Severity.WARNING, key=("encoding",))
def assumed_encoding(case: Case) -> Iterator[Problem]:
    """A file is not UTF-8 and was read in the encoding that it names or most likely has.

    Why:
        If that encoding is wrong, letters beyond English are wrong in every name and title.

    Example:
        % Encoding: Cp1251        # a BibTeX list in Windows-1251

    Silent:
        UTF-8, and UTF-16 with a byte order mark, need no guess.

    Fix:
        Check a few names in the report, and save the file as UTF-8.
    """
    for file, encodings in case.article.encodings.items():
        in_lines = template("some lines of the file are not UTF-8 and were read as {encoding}")
        yield Problem(
            Location(file, 1, 1, 1, 1),
            in_lines if len(encodings) > 1 else "the file is not UTF-8 and was read as {encoding}",
            {"encoding": encodings[-1]},
            fix=Fix("save it as UTF-8"),
        )


@rule("KZ009", "setting-ignored", Severity.WARNING, key=("key",))
def setting_ignored(case: Case) -> Iterator[Problem]:
    """The article's `kzcheck.toml` contains a setting that only you can make; it was ignored.

    Why:
        An article's folder may come from someone else: an author sends it, or a pull request changes it. Its settings say how the
        article is judged. Which services are asked, how fast and with which key or proxy, which files are read and which hosts are
        trusted is for you to say. Otherwise a folder could send your keys to its own server, or believe a service that it made up.

    Example:
        [services.crossref]
        url = "https://crossref.example.org"      # ignored in the article's kzcheck.toml

    Silent:
        Settings on how the article is judged are not reported, nor is anything in your own settings file.

    Fix:
        Move the setting to your own settings file, set the `KZCHECK_…` variable, or use the option. If the folder is yours, run
        kzcheck with `--trust-settings`.
    """
    first = case.ignored_settings[:SETTINGS]
    for setting in first:
        yield Problem(
            setting.location,
            "the setting {key} was ignored: it belongs in your own settings, not in the article's folder",
            {"key": setting.key},
            fix=Fix("delete it here; to use it, put it in your own settings file, or run with --trust-settings"),
        )
    if further := case.ignored_settings[SETTINGS:]:
        yield Problem(
            further[0].location,
            Plural(
                "{count} more setting was ignored: it belongs in your own settings, not in the article's folder",
                "{count} more settings were ignored: they belong in your own settings, not in the article's folder",
            ),
            {"count": len(further)},
            fix=Fix("delete them here; to use them, put them in your own settings file, or run with --trust-settings"),
        )


def _unknown(fields: list[UnknownField]) -> Problem:
    """Return the problem of an unknown key at its first place; it concerns an entry only if the key is in no other."""
    first = fields[0]
    entries = len({field.reference or field.claim or str(field.location) for field in fields})
    several = {"entries": entries} if entries > 1 else {}
    meant = {"like": first.like} if first.like else {}
    return Problem(
        first.location,
        '"{key}" is not a key or type in CSL',
        {"key": first.key, **several, **meant},
        also=((_SEVERAL,) if several else ()) + ((_MEANT,) if meant else ()),
        reference=first.reference if entries == 1 else None,
        claim=first.claim if entries == 1 else None,
        severity=Severity.WARNING if first.like else None,
        fix=Fix('write "{like}"', meant) if meant else Fix("correct it, or move it under custom"),
        related=tuple(field.location for field in fields[1 : 1 + RELATED]),
    )


RULES = (
    unused_ignore,
    unreadable_entry,
    not_checked,
    stale_evidence,
    unknown_field,
    stale_claims,
    doubtful_fields,
    assumed_encoding,
    setting_ignored,
)
