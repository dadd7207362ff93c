"""Compares the authors of an entry with those of a record, each of them.

Matters of form are not differences: initials, order of the slots, particles, accents, transliteration, half of a double surname,
"et al.", an organisation's name in another form. Differences that may come from the record are slight: records call editors and
translators authors or omit them, truncate lists, and sort them.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from kzcheck.csl import Name
from kzcheck.language.common_names import is_common
from kzcheck.language.folding import fold, fold_name
from kzcheck.matching.differences import Difference, DifferenceKind, Value
from kzcheck.matching.names import (
    Lineup,
    Pair,
    Relation,
    finder,
    is_body,
    is_nobody,
    is_others,
    line_up,
    relation,
    surely_another,
    surname,
)
from kzcheck.matching.titles import genres
from kzcheck.sources import SOURCES
from kzcheck.wording import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.csl import Item
    from kzcheck.evidence import Record

Agreement = Literal["same", "some", "other", "unknown"]
"""All of the listed people are the record's; some are; none is; or one side has no names, or the two cannot be compared."""

MOST = 3000
"""Names that are compared of a list."""

CUT_SHORT = 3
"""Names missing at the end or before the last one from which the list counts as shortened in its style's way, which is slight."""

EACH = 3
"""Differences of one kind that are reported name by name; more are reported together."""

SORTED_LIST, SORTED_RECORD = 4, 2
"""Names from which alphabetical order counts as sorting, which is slight: some records of conferences are sorted throughout."""

_IN_BOOKS = frozenset("book chapter entry-encyclopedia entry-dictionary paper-conference collection classic report".split())
_PARTS = frozenset("chapter entry-encyclopedia entry-dictionary paper-conference".split())
_REVIEWS = frozenset(("review", "review-book"))
_ELLIPSES = frozenset(("…", "...", ". . ."))
_UNSURE: frozenset[Relation] = frozenset(("open", "body", "doubtful"))
_CONFIRMABLE: frozenset[Relation] = frozenset(("initial", "slip", "doubtful"))
_MET: frozenset[Relation] = frozenset(("same", "slip", "initial"))


class _Compared(NamedTuple):
    """The people in one role in both lists, prepared for comparison.

    `places` are the positions in the item's list of those in `listed`. `excusing` are all people that the record names in another
    role, `excused` those that the item does.
    """

    role: str
    listed: tuple[Name, ...]
    places: tuple[int, ...]
    recorded: tuple[Name, ...]
    excusing: tuple[Name, ...]
    excused: tuple[Name, ...]


class People(NamedTuple):
    """The people of an entry compared with those of a record: how far they agree, and every difference between the two lists."""

    agreement: Agreement
    differences: tuple[Difference, ...] = ()


def compare_people(item: Item, record: Record) -> People:
    """Compare the authors (or editors) of an entry with those of a record.

    The agreement is judged leniently, because it shows whether the two can be one work: everybody counts that the record names in
    any role, and a slip, another initial, or another given name with a rare surname still means the same person.

    Each name has its own difference, with two exceptions. If no person is the same, or one side names only organisations, there
    is one "other-name" without an `index` for the whole list ("Nye and Keohane", "Smith, Jones, Brown and 3 others"). More than
    three of one kind are reported together, at the position of the first.
    """
    role = "author" if any(map(_is_somebody, item.author)) else "editor"
    names = getattr(item, role)[:MOST]
    places = tuple(place for place, name in enumerate(names) if _is_somebody(name))
    listed = tuple(names[place] for place in places)
    everybody = tuple(dict.fromkeys(name for _, _, name in record.item.names() if _is_somebody(name)))[:MOST]
    if not listed or not everybody:
        return People("unknown")
    everyone = line_up(listed, everybody, cut=record.more_authors)
    agreement = _agreement(listed, everyone)
    its_role = _role(role, listed, record.item)
    if not its_role or (its_role != role and item.type in _PARTS):
        return People(agreement)
    its_names = getattr(record.item, its_role)
    recorded = tuple(filter(_is_somebody, its_names[:MOST]))
    cut = record.more_authors or len(its_names) > MOST or any(map(_breaks_off, its_names))
    breaks = tuple(bisect_left(places, at) for at, name in enumerate(names) if _breaks_off(name))
    alike = (recorded, cut, breaks) == (everybody, record.more_authors, ())
    lineup = everyone if alike else line_up(listed, recorded, breaks, cut=cut)
    excusing = tuple(name for in_role, _, name in record.item.names() if in_role != its_role)
    excused = tuple(name for in_role, _, name in item.names() if in_role != role)
    compared = _Compared(role, listed, places, recorded, excusing, excused)
    differences = list(_differences(compared, _without_excused(compared, lineup, item), item, record))
    if its_role != role:
        differences = [replace(difference, slight=True, confirmable=False) for difference in differences]
    return People(agreement, tuple(_merged(differences)))


def _agreement(listed: Sequence[Name], lineup: Lineup) -> Agreement:
    met = sum(_meets(pair, listed) for pair in lineup.pairs)
    unknown = sum(pair.relation in _UNSURE for pair in lineup.pairs) + sum(is_body(listed[place]) for place in lineup.extra)
    missed = len(lineup.pairs) + len(lineup.extra) - met - unknown
    if not missed:
        return "same" if met else "unknown"
    if not met:
        return "unknown" if unknown else "other"
    return "some"


def _meets(pair: Pair, listed: Sequence[Name]) -> bool:
    return pair.relation in _MET or (pair.relation == "given" and not is_common(listed[pair.listed].family))


def _role(role: str, listed: Sequence[Name], recorded: Item) -> str:
    """Return the role in which the record has the listed people: their own, unless only the other role has any of them."""
    other = {"author": "editor", "editor": "author"}[role]
    candidates = [candidate for candidate in (role, other) if any(map(_is_somebody, getattr(recorded, candidate)))]
    if len(candidates) > 1 and not any(_finds(getattr(recorded, role), listed)) and any(_finds(getattr(recorded, other), listed)):
        return other
    return candidates[0] if candidates else ""


@lru_cache(maxsize=1 << 13)
def _is_somebody(name: Name) -> bool:
    return bool(fold(str(name))) and not _breaks_off(name) and not is_nobody(name)


def _breaks_off(name: Name) -> bool:
    return is_others(name) or str(name).strip("[] ") in _ELLIPSES


def _finds(pool: Sequence[Name], names: Sequence[Name]) -> Iterator[bool]:
    """Yield for each name whether the pool has it, or a similar one."""
    find = finder(pool)
    return (any(relation(name, pool[place]) in _MET for place in find(name, 0)) for name in names)


def _differences(compared: _Compared, lineup: Lineup, item: Item, record: Record) -> Iterator[Difference]:
    if all(map(is_body, compared.listed)) or all(map(is_body, compared.recorded)):
        if not any(pair.relation in {"same", "open"} for pair in lineup.pairs) and not _any_same(compared):
            yield _whole(compared, slight=True)
        return
    if max(len(compared.listed), len(compared.recorded)) > 1 and _all_others(compared, lineup):
        yield _whole(compared, slight=SOURCES[record.service].loses_people)
        return
    yield from _of_pairs(compared, lineup)
    if any(pair.relation == "open" for pair in lineup.pairs):
        return
    yield from _order(compared, lineup, record)
    yield from _extra(compared, lineup, record)
    yield from _missing(compared, lineup, item, record)


def _any_same(compared: _Compared) -> bool:
    """Return whether any of the organisations can be one of the few in the other list, at any position."""
    return any(relation(a, b) in {"same", "open"} for a in compared.listed[:NAMED] for b in compared.recorded[:NAMED])


def _all_others(compared: _Compared, lineup: Lineup) -> bool:
    """Return whether both lists have people, and nobody is the same or similar."""
    alone = {*lineup.extra, *(pair.listed for pair in lineup.pairs)}
    differing = [pair.relation for pair in lineup.pairs if pair.relation in {"other", "doubtful"}]
    sure = "other" in differing or bool(differing and lineup.extra)
    return len(alone) == len(compared.listed) and sure and len(differing) == len(lineup.pairs)


def _without_excused(compared: _Compared, lineup: Lineup, item: Item) -> Lineup:
    """Return the line-up without organisations on one side only, and people whom the other side has in another role or twice."""
    known = (*compared.excusing, *(compared.listed[pair.listed] for pair in lineup.pairs if pair.relation == "same"))
    known_too = (*compared.excused, *(compared.recorded[pair.recorded] for pair in lineup.pairs if pair.relation == "same"))
    unpaired = [place for pair in lineup.pairs if pair.relation == "other" for place in (pair.listed,)] + lineup.extra
    lonely = [pair.recorded for pair in lineup.pairs if pair.relation == "other"] + [place for place, _ in lineup.missing]
    fine = _excused(compared.listed, unpaired, known)
    fine_too = _excused(compared.recorded, lonely, known_too) | _in_title(compared.recorded, lonely, item)
    if not fine and not fine_too:
        return lineup
    extra = [place for place in lineup.extra if place not in fine]
    missing = [(place, at) for place, at in lineup.missing if place not in fine_too]
    pairs = []
    for pair in lineup.pairs:
        if pair.relation != "other" or (pair.listed not in fine and pair.recorded not in fine_too):
            pairs.append(pair)
            continue
        if pair.listed not in fine:
            extra.append(pair.listed)
        if pair.recorded not in fine_too:
            missing.append((pair.recorded, pair.listed))
    return Lineup(pairs, sorted(extra), sorted(missing), lineup.moved)


def _excused(names: Sequence[Name], places: Sequence[int], known: Sequence[Name]) -> set[int]:
    find = finder(known)
    return {
        place
        for place in places
        if is_body(names[place]) or any(relation(names[place], known[twin]) == "same" for twin in find(names[place], 0))
    }


def _in_title(names: Sequence[Name], places: Sequence[int], item: Item) -> set[int]:
    """Return the positions of people in the title: records of reviews and letters list the people concerned as authors."""
    words = {fold_name(word) for word in fold(item.title).split()}
    return {place for place in places if surname(names[place]) in words}


def _of_pairs(compared: _Compared, lineup: Lineup) -> Iterator[Difference]:
    kinds: dict[Relation, DifferenceKind] = {"initial": "misspelt-name", "slip": "misspelt-name", "given": "misspelt-name"}
    for pair in lineup.pairs:
        if pair.relation in {"same", "open"}:
            continue
        listed, recorded = compared.listed[pair.listed], compared.recorded[pair.recorded]
        yield Difference(
            field=compared.role,
            kind=kinds.get(pair.relation, "other-name"),
            listed=listed,
            recorded=recorded,
            index=compared.places[pair.listed],
            words=(_family(listed),),
            new=_new(recorded, listed.given if pair.relation == "slip" else ""),
            slight=pair.relation not in {"given", "other"},
            confirmable=pair.relation in _CONFIRMABLE and surely_another(listed, recorded),
        )


def _order(compared: _Compared, lineup: Lineup, record: Record) -> Iterator[Difference]:
    if not lineup.moved:
        return
    partners = {pair.listed: pair.recorded for pair in lineup.pairs}
    other_first = partners.get(0, 0) != 0 and 0 in partners.values()
    journal = genres.kind(record.item.type) == "article"
    by_list, by_record = _alphabetical(compared.listed, SORTED_LIST), _alphabetical(compared.recorded, SORTED_RECORD)
    first = 0 if other_first else lineup.moved[0]
    yield Difference(
        field=compared.role,
        kind="name-order",
        listed=_families(compared.listed),
        recorded=_families(compared.recorded),
        index=compared.places[first],
        words=(_family(compared.listed[first]),),
        slight=not other_first or by_list or by_record or not SOURCES[record.service].has_roles,
        confirmable=other_first and not by_list and not _alphabetical(compared.recorded, SORTED_LIST if journal else SORTED_RECORD),
    )


def _alphabetical(names: Sequence[Name], enough: int) -> bool:
    keys = [fold(name.family or name.literal) for name in names]
    return len(keys) >= enough and all(a <= b for a, b in pairwise(keys))


def _extra(compared: _Compared, lineup: Lineup, record: Record) -> Iterator[Difference]:
    """Yield the listed people missing from the record; a record with only one of them may name only the first author."""
    first_alone = len(compared.recorded) == 1 and any(pair.relation not in {"given", "other", "doubtful"} for pair in lineup.pairs)
    slight = first_alone or SOURCES[record.service].loses_people
    for place in lineup.extra:
        name = compared.listed[place]
        yield Difference(compared.role, "invented-name", name, None, compared.places[place], (_family(name),), slight=slight)


def _missing(compared: _Compared, lineup: Lineup, item: Item, record: Record) -> Iterator[Difference]:
    """Yield the recorded people missing from the list, unless it says that it omits some.

    Preprints gain authors from version to version, and records show the last one.
    """
    if item.type in _REVIEWS:
        return
    places = (*compared.places, compared.places[-1] + 1)
    ends = {at for _, at in lineup.missing}
    cut = len(lineup.missing) >= CUT_SHORT and len(ends) == 1 and ends <= {len(compared.listed) - 1, len(compared.listed)}
    if cut:
        left = tuple(compared.recorded[place] for place, _ in lineup.missing)
        yield Difference(compared.role, "dropped-name", None, left, places[min(ends)], slight=True, confirmable=True)
        return
    growing = genres.kind(record.item.type) == "preprint"
    slight = growing or (item.type in _IN_BOOKS and not SOURCES[record.service].has_roles)
    for place, at in lineup.missing:
        yield Difference(compared.role, "dropped-name", None, compared.recorded[place], places[at], slight=slight)


def _whole(compared: _Compared, *, slight: bool = False) -> Difference:
    return Difference(
        field=compared.role,
        kind="other-name",
        listed=_families(compared.listed),
        recorded=_families(compared.recorded),
        words=tuple(dict.fromkeys(map(_family, compared.listed[:NAMED]))),
        slight=slight,
    )


def _merged(differences: list[Difference]) -> Iterator[Difference]:
    """Yield the differences kind by kind, merging those of a kind that has too many."""
    sorts = [(difference.kind, difference.slight, difference.confirmable) for difference in differences]
    for sort in dict.fromkeys(sorts):
        group = [difference for difference, sort_of in zip(differences, sorts, strict=True) if sort_of == sort]
        if len(group) <= EACH:
            yield from group
            continue
        words = tuple(dict.fromkeys(word for difference in group for word in difference.words))[:NAMED]
        listed, recorded = (_together(getattr(difference, side) for difference in group) for side in ("listed", "recorded"))
        yield replace(group[0], listed=listed, recorded=recorded, words=words, new="")


def _together(people: Iterable[Value]) -> Value:
    return (
        tuple(name for person in people for name in (person if isinstance(person, tuple) else (person,)) if isinstance(name, Name))
        or None
    )


def _family(name: Name) -> str:
    return name.family or name.literal or name.given


def _families(names: Sequence[Name]) -> tuple[Name, ...]:
    return tuple(Name(family=family) for name in names if (family := _family(name)))


def _new(recorded: Name, given: str) -> str:
    """Return the recorded name as "Family, Given", with the list's own `given` names if any; "" if it may be an organisation."""
    if recorded.literal or is_body(recorded) or recorded.family.isupper():
        return ""
    particles = f"{recorded.dropping_particle} {recorded.non_dropping_particle}".strip()
    family = f"{particles} {recorded.family}".strip()
    return ", ".join(part for part in (family, given or recorded.given) if part)
