"""Recall on planted defects: a seed puts a defect into a real article, and the right rule must find it.

    python benchmarks/planted.py [--split held-out|tune|all] [--seed 1] [--rounds 12] [--misses]

Each planter takes an article (its references and claims as plain data), changes one place, and says which code must report the
defect, and at which reference or claim. A defect counts as found only if the code was not reported there before. Defects of
attribution are planted by planted_claims.py.
"""

from __future__ import annotations

import argparse
import copy
import random
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gold import articles, dump, load, need
from kzcheck.pipeline import AuditRequest, audit
from planted_claims import (
    SURNAME,
    by_id,
    first_author_replaced,
    long_quotation_moved,
    named_citation_moved,
    quotation_moved,
    read_in_another,
    strangers_citation_moved,
    surnames,
    year_changed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from planted_claims import Data, Planted

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TWINS = str.maketrans("aeopcxyAEOPCXTHKMB", "аеорсхуАЕОРСХТНКМВ")


def undefined_id(data: Data, rng: random.Random) -> Planted:
    """A citation gets an id that the list lacks."""
    claim = rng.choice(data["claims"])
    last = max(int(reference["id"]) for reference in data["references"])
    claim["cites"] = [*claim["cites"][1:], str(last + rng.randint(2, 40))]
    return ("CITE101",), ("claim", claim["id"])


def duplicate(data: Data, rng: random.Random) -> Planted:
    """A reference is listed a second time, with a small change or two."""
    reference = rng.choice([ref for ref in data["references"] if len(ref.get("title", "")) > 25 and ref.get("author")])
    twin = copy.deepcopy(reference)
    twin["id"] = str(max(int(ref["id"]) for ref in data["references"]) + 1)
    twin["custom"] = {}
    for change in rng.sample(CHANGES, rng.randint(1, 2)):
        change(twin, rng)
    data["references"].insert(rng.randrange(len(data["references"])), twin)
    return ("REF207",), ("reference", f"{twin['id']}|{reference['id']}")


def locator_beyond(data: Data, rng: random.Random) -> Planted:
    """A locator is outside the pages of the work."""
    references = by_id(data)
    found = []
    for claim in data["claims"]:
        for place, cite in enumerate(claim["cites"]):
            match = re.fullmatch(r"(\d{1,4})\s*[-–]\s*(\d{1,4})", references.get(cite, {}).get("page", ""))
            if match and int(match[1]) < int(match[2]):
                found.append((claim, place, int(match[1]), int(match[2])))
    if not found:
        return None
    claim, place, first, last = rng.choice(found)
    page = last + rng.randint(2, 60) if first < 10 or rng.random() < 0.7 else rng.randint(max(1, first // 2), first - 2)
    claim["cites"] = [*claim["cites"]]
    claim["cites"][place] = {"ref": claim["cites"][place], "page": str(page)}
    return ("CITE104",), ("claim", claim["id"])


def cyrillic_letter(data: Data, rng: random.Random) -> Planted:
    """One or two Latin letters of a word become their Cyrillic twins."""
    reference = rng.choice(data["references"])
    fields = [field for field in ("title", "container-title", "publisher") if reference.get(field)]
    if not fields:
        return None
    field = rng.choice(fields)
    words = [word for word in re.findall(r"[A-Za-z]{5,}", reference[field]) if word.translate(TWINS) != word]
    if not words:
        return None
    word = rng.choice(words)
    places = [place for place, char in enumerate(word) if char.translate(TWINS) != char]
    for place in rng.sample(places, min(len(places), rng.randint(1, 2), len(word) // 3)):
        word_new = word[:place] + word[place].translate(TWINS) + word[place + 1 :]
        reference[field] = reference[field].replace(word, word_new, 1)
        word = word_new
    return ("REF204",), ("reference", reference["id"])


def swapped_initials(data: Data, rng: random.Random) -> Planted:
    """A person is listed twice, once with swapped initials."""
    seen: dict[tuple[str, str], list[tuple[Data, Data]]] = defaultdict(list)
    for reference in data["references"]:
        for name in reference.get("author", []):
            initials = re.sub(r"[^A-Za-z]", "", name.get("given", ""))
            if len(initials) == 2 and initials.isupper() and initials[0] != initials[1]:
                seen[name.get("family", ""), initials].append((reference, name))
    pairs = [
        key for key, places in seen.items() if len({place[0]["id"] for place in places}) > 1 and (key[0], key[1][::-1]) not in seen
    ]
    if not pairs:
        return None
    key = rng.choice(pairs)
    _, name = rng.choice(seen[key])
    first, second = key[1][0], key[1][1]
    name["given"] = name["given"].replace(first, "\0").replace(second, first).replace("\0", second)
    return ("REF209",), ("reference", "|".join(place[0]["id"] for place in seen[key]))


def title_of_neighbour(data: Data, rng: random.Random) -> Planted:
    """A reference gets the long title of another by different people."""
    long = [
        reference
        for reference in data["references"]
        if len(reference.get("title", "")) > 50 and surnames(reference) and "editor" not in reference
    ]
    if len(long) < 2:
        return None
    chosen, other = rng.sample(long, 2)
    if set(surnames(chosen)) & set(surnames(other)):
        return None
    chosen["title"] = other["title"]
    return ("REF226",), ("reference", f"{chosen['id']}|{other['id']}")


def wrong_volume(data: Data, rng: random.Random) -> Planted:
    """The volume or year of an article is changed; its journal has three other articles in the list."""
    journals: defaultdict[str, list[Data]] = defaultdict(list)
    for reference in data["references"]:
        if str(reference.get("volume", "")).isdigit() and isinstance(reference.get("issued"), int):
            journals[reference.get("container-title", "").lower()].append(reference)
    articles_of_journals = [reference for group in journals.values() if len(group) > 3 for reference in group]
    if not articles_of_journals:
        return None
    reference = rng.choice(articles_of_journals)
    step = rng.choice((-1, 1)) * rng.randint(3, 10)
    if rng.random() < 0.5:
        reference["issued"] += step
    else:
        reference["volume"] = str(max(1, int(reference["volume"]) + step))
    return ("REF225",), ("reference", reference["id"])


def exchanged_name(data: Data, rng: random.Random) -> Planted:
    """A person's family and given name are exchanged."""
    people = [
        (reference, name)
        for reference in data["references"]
        for name in reference.get("author", [])
        if name.get("given") and re.fullmatch(SURNAME, name.get("family", ""))
    ]
    if not people:
        return None
    chosen, name = rng.choice(people)
    name["family"], name["given"] = name["given"], name["family"]
    return ("REF227",), ("reference", chosen["id"])


def others_as_person(data: Data, rng: random.Random) -> Planted:
    """Words for "and others" are listed as a person."""
    reference = rng.choice([ref for ref in data["references"] if ref.get("author")])
    words = rng.choice(("et al.", "et al", "и др.", "ve ark.", "vd.", "and others"))
    reference["author"] = [*reference["author"], {rng.choice(("family", "literal")): words}]
    return ("REF227",), ("reference", reference["id"])


def impossible_date(data: Data, rng: random.Random) -> Planted:
    """A date that the calendar or the clock does not have."""
    reference = rng.choice(data["references"])
    year = reference.get("issued") if isinstance(reference.get("issued"), int) else 2004
    kind = rng.randrange(5)
    if kind == 0:
        reference["issued"] = f"{year}-02-{rng.choice((30, 31))}"
    elif kind == 1:
        reference["issued"] = {"date-parts": [[year, rng.randint(13, 19), rng.randint(1, 28)]]}
    elif kind == 2:
        reference["issued"] = 2026 + rng.randint(4, 90)
    elif kind == 3:
        reference["issued"] = f"{year}-{rng.choice(('04', '06', '09', '11'))}-31"
    else:
        reference["URL"] = reference.get("URL") or "https://press.kz/a"
        reference["accessed"] = f"{rng.randint(2027, 2032)}-03-14"
    return ("REF208",), ("reference", reference["id"])


def mangled_doi(data: Data, rng: random.Random) -> Planted:
    """A DOI loses its shape."""
    owners = [reference for reference in data["references"] if re.fullmatch(r"10\.\d{4,5}/\S+", reference.get("DOI", ""))]
    if not owners:
        return None
    chosen = rng.choice(owners)
    chosen["DOI"] = rng.choice(DOI_DAMAGE)(chosen["DOI"])
    return ("ID301",), ("reference", chosen["id"])


def mangled_isbn(data: Data, rng: random.Random) -> Planted:
    """An ISBN has a wrong digit, two digits swapped, or one too few."""
    reference = rng.choice(data["references"])
    digits = [9, 7, 8, *(rng.randint(0, 9) for _ in range(9))]
    digits.append(-sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)
    kind, place = rng.randrange(3), rng.randint(3, 11)
    if kind == 0:
        digits[place] = (digits[place] + rng.randint(1, 9)) % 10
    elif kind == 1:
        digits[place], digits[place - 1] = digits[place - 1], digits[place]
        if digits[place] == digits[place - 1] or abs(digits[place] - digits[place - 1]) == 5:
            digits[place] = (digits[place] + 1) % 10
    else:
        del digits[place]
    reference["ISBN"] = "".join(map(str, digits))
    return ("ID302",), ("reference", reference["id"])


def mangled_issn(data: Data, rng: random.Random) -> Planted:
    """An ISSN has a wrong digit."""
    reference = rng.choice([ref for ref in data["references"] if ref.get("container-title")])
    digits = [rng.randint(0, 9) for _ in range(7)]
    check = -sum((8 - place) * digit for place, digit in enumerate(digits)) % 11
    wrong = (check + rng.randint(1, 9)) % 11
    text = "".join(map(str, digits)) + ("X" if wrong == 10 else str(wrong))
    reference["ISSN"] = f"{text[:4]}-{text[4:]}"
    return ("ID303",), ("reference", reference["id"])


def mangled_url(data: Data, rng: random.Random) -> Planted:
    """A URL loses its shape."""
    reference = rng.choice(data["references"])
    reference["URL"] = rng.choice(
        (
            "http//www.who.int/mediacentre/factsheets",
            "htp://www.who.int/mediacentre/factsheets",
            "https://www.who.int/media centre/factsheets",
            "http://https://www.who.int/mediacentre",
            "https://www.who.int/mediacentre/factsheets.",
            "https:/www.who.int/mediacentre",
            "https://",
        )
    )
    return ("ID304",), ("reference", reference["id"])


def lower_title(twin: Data, _rng: random.Random) -> None:
    """Change the title's case."""
    twin["title"] = twin["title"].lower() if not twin["title"].islower() else twin["title"].title()


def slip_in_title(twin: Data, rng: random.Random) -> None:
    """Leave out a letter of the title."""
    place = rng.randrange(5, len(twin["title"]) - 2)
    twin["title"] = twin["title"][:place] + twin["title"][place + 1 :]


def no_accents(twin: Data, _rng: random.Random) -> None:
    """Take the accents off the names, or end the title with a dot."""
    for name in twin["author"]:
        for part, value in name.items():
            name[part] = "".join(char for char in unicodedata.normalize("NFD", value) if not unicodedata.combining(char))
    twin["title"] = twin["title"].rstrip(".") + "."


def fewer_authors(twin: Data, _rng: random.Random) -> None:
    """Drop the last co-author."""
    if len(twin["author"]) > 1:
        twin["author"] = twin["author"][:-1]
    else:
        twin["title"] = twin["title"].upper()


def fewer_fields(twin: Data, _rng: random.Random) -> None:
    """Drop DOI, URL and issue."""
    for field in ("DOI", "URL", "issue"):
        twin.pop(field, None)
    twin["title"] = twin["title"].replace(" and ", " & ")


CHANGES: list[Callable[[Data, random.Random], None]] = [lower_title, slip_in_title, no_accents, fewer_authors, fewer_fields]

DOI_DAMAGE: list[Callable[[str], str]] = [
    lambda doi: doi.replace("/", "", 1),
    lambda doi: doi.replace("10.", "1O.", 1),
    lambda doi: doi.replace("10.", "10,", 1),
    lambda doi: doi.replace("10.", "l0.", 1),
    lambda doi: doi.replace("10.", "", 1),
    lambda doi: doi + ".",
    lambda doi: doi[:12] + " " + doi[12:],
    lambda doi: doi.replace("/", "//10.", 1).replace("10.", "", 1),
    lambda doi: "10." + doi[3:5] + doi[doi.index("/") :],
]

PLANTERS: dict[str, Callable[[Data, random.Random], Planted]] = {
    "citation moved under a named author": named_citation_moved,
    "quotation cited to others": quotation_moved,
    "year of a citation changed": year_changed,
    "first author replaced by a later one": first_author_replaced,
    "undefined id": undefined_id,
    "duplicate with small changes": duplicate,
    "locator beyond the pages": locator_beyond,
    "Cyrillic letter in a Latin word": cyrillic_letter,
    "swapped initials": swapped_initials,
    "title of a neighbour": title_of_neighbour,
    "volume or year of a journal's article": wrong_volume,
    "family and given name exchanged": exchanged_name,
    "other people as a person": others_as_person,
    "impossible date": impossible_date,
    "mangled DOI": mangled_doi,
    "mangled ISBN": mangled_isbn,
    "mangled ISSN": mangled_issn,
    "mangled URL": mangled_url,
}
TAKING_OUT: dict[str, Callable[[Data, random.Random], Planted]] = {
    "citation moved under an author who is not listed": strangers_citation_moved,
    "quotation of two sentences cited to others": long_quotation_moved,
    "view read in another work, by author and year": read_in_another,
}
"""Planted separately, because the first takes entries out of the list."""


def found_in(data: Data, folder: Path) -> set[tuple[str, str, str]]:
    """Audit an article and return (code, kind of subject, id) of all findings."""
    dump(folder / "references.yaml", {"references": data["references"]})
    dump(folder / "claims.yaml", {"article": data["article"], "claims": data["claims"]})
    report = audit(AuditRequest(path=folder, offline=True, ignored=("KZ003",)), NOW)
    claims = {(finding.code, "claim", finding.claim) for finding in report.findings if finding.claim}
    return claims | {(finding.code, "reference", finding.reference) for finding in report.findings if finding.reference}


def main() -> None:
    """Plant, audit, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("tune", "held-out", "all"), default="held-out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=12, help="how often each kind is tried in each article")
    parser.add_argument("--misses", action="store_true", help="list what was not found (never on the held-out half while tuning)")
    options = parser.parse_args()
    need()
    groups = [(planters, random.Random(options.seed)) for planters in (PLANTERS, TAKING_OUT)]
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path in articles(options.split):
            claims = load(path / "claims.yaml")
            clean = {
                "article": claims["article"],
                "claims": claims["claims"],
                "references": load(path / "references.yaml")["references"],
            }
            before = found_in(clean, folder)
            for planters, rng in groups * options.rounds:
                data = copy.deepcopy(clean)
                marks = {}
                touched: set[str] = set()
                for kind, plant in planters.items():
                    trial = copy.deepcopy(data)
                    outcome = plant(trial, rng)
                    if outcome and not touched & set(outcome[1][1].split("|")):
                        data = trial
                        touched |= {f"{part}" for part in outcome[1][1].split("|")}
                        marks[kind] = outcome
                after = found_in(data, folder) - before
                for kind, (codes, (what, ids)) in marks.items():
                    planted[kind] += 1
                    if any((code, what, key) in after for code in codes for key in ids.split("|")):
                        found[kind] += 1
                    elif options.misses:
                        entries = data["claims"] if what == "claim" else data["references"]
                        print(path.name, kind, codes, [entry for entry in entries if entry["id"] in ids.split("|")])
    print(f"planted defects, {options.split} half of the articles, seed {options.seed}")
    for kind in (*PLANTERS, *TAKING_OUT):
        share = f"{found[kind] / planted[kind]:.3f}" if planted[kind] else "–"
        print(f"{share:>6}  {found[kind]:4} of {planted[kind]:4}  {kind}")
    total = sum(planted.values())
    print(f"{sum(found.values()) / total:.3f}  {sum(found.values())} of {total}  all")


if __name__ == "__main__":
    main()
