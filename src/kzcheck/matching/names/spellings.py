"""Spellings: finds two forms of a name in one list that are most likely one person's.

Two forms of a name prove nothing alone: brothers share a surname, and Petersen is not Pedersen. A pair therefore needs evidence:
a co-author of both (without a common surname), the article's own author, or more given names that agree. In the lists
of the tuning data (994 entries of 21 articles) no two people had the same initials in different orders; East Asian people do, and
so do people of whom one entry has initials and another the full name (R. A. and Albert R. Meyer).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice, permutations
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck.language.common_names import is_common, is_east_asian
from kzcheck.language.folding import fold
from kzcheck.matching.names.exchanged import is_only_given
from kzcheck.matching.names.initials import Part, parts
from kzcheck.matching.names.person import close_surnames, surname

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.csl import Name

OWN = -1
"""The work of a mention among the article's own authors."""

RARE = 2
"""Works at most that contain the rarer of two forms: a frequent form is somebody's real name."""

ALONE = 2
"""Forms under one surname: if the list has just these two, and one of them more than once, chance rarely explains the same
initials in another order, even among the common surnames of East Asia."""

SLIP_LETTERS = 5

COMPARED = 20
"""Other forms with the same key that a form is compared with: keeps the comparison linear, even for thousands of equal surnames."""

WORKS = 200
"""Works of one form that are searched for a colleague."""

LONGEST = 100
"""Characters: anything longer is not a name."""

PairKind = Literal["order", "slip", "swapped"]


class Mention(NamedTuple):
    """An occurrence of a name: the work (its position in the list, or `OWN`) and the path of the name in it."""

    name: Name
    work: int
    path: str


class Pair(NamedTuple):
    """Two forms of one name: the kind of difference, the rarer form and the other."""

    kind: PairKind
    rarer: Mention
    other: Mention


class _Form(NamedTuple):
    """All mentions with one spelling."""

    key: str
    given: tuple[Part, ...]
    mentions: list[Mention]
    works: set[int]


def pairs(mentions: Iterable[Mention]) -> Iterator[Pair]:
    """Yield the pairs of forms that are most likely one person's.

    They differ in the order of the initials, by a slip in the surname, or by exchanged family and given names.
    """
    forms: dict[tuple[str, str], _Form] = {}
    people: defaultdict[int, set[str]] = defaultdict(set)
    for mention in mentions:
        if not 0 < len(mention.name.family) <= LONGEST or len(mention.name.given) > LONGEST:
            continue
        key = surname(mention.name)
        if not key:
            continue
        people[mention.work].add(key)
        given = parts(mention.name.given)
        form = forms.setdefault((key, "".join(part.text for part in given)), _Form(key, given, [], set()))
        form.mentions.append(mention)
        form.works.add(mention.work)
    namesakes = Counter(key for key, _ in forms)
    for kind, form, other in (*_orders(forms.values()), *_slips(forms.values()), *_swaps(forms)):
        rarer, commoner = sorted((form, other), key=lambda form: (OWN in form.works, len(form.mentions), -form.mentions[0].work))
        if (
            len(rarer.mentions) > RARE
            or rarer.works & commoner.works
            or not _proven(kind, rarer, commoner, people, alone=namesakes[rarer.key] == ALONE and len(commoner.mentions) > 1)
        ):
            continue
        yield Pair(kind, rarer.mentions[0], min(commoner.mentions, key=lambda mention: mention.work))


def _orders(forms: Iterable[_Form]) -> Iterator[tuple[PairKind, _Form, _Form]]:
    groups: defaultdict[tuple[str, str], list[_Form]] = defaultdict(list)
    for form in forms:
        heads = _heads(form)
        if len(set(heads)) > 1:
            groups[form.key, "".join(sorted(heads))].append(form)
    for group in groups.values():
        together = _standing_together(group)
        for place, form in enumerate(group):
            for other in group[place + 1 : place + 1 + COMPARED]:
                if _in_another_order(form.given, other.given) and (_heads(form), _heads(other)) not in together:
                    yield "order", form, other


def _standing_together(group: list[_Form]) -> set[tuple[str, str]]:
    """Return the pairs of initials, in both orders, that two people of one work have."""
    initials: defaultdict[int, set[str]] = defaultdict(set)
    if len({_heads(form) for form in group}) > 1:
        for form in group:
            for work in form.works:
                initials[work].add(_heads(form))
    return {pair for orders in initials.values() if len(orders) > 1 for pair in permutations(orders, 2)}


def _heads(form: _Form) -> str:
    return "".join(part.text[0] for part in form.given)


def _in_another_order(a: tuple[Part, ...], b: tuple[Part, ...]) -> bool:
    """Return whether two given names have the same parts (in full or as initials) in another order."""
    if [part.text[0] for part in a] == [part.text[0] for part in b]:
        return False
    by_letter = sorted(a, key=lambda part: part.text), sorted(b, key=lambda part: part.text)
    return all(
        part.text == other.text or ((part.initial or other.initial) and part.text[0] == other.text[0])
        for part, other in zip(*by_letter, strict=True)
    )


def _slips(forms: Iterable[_Form]) -> Iterator[tuple[PairKind, _Form, _Form]]:
    by_part: defaultdict[tuple[str, str], list[_Form]] = defaultdict(list)
    seen: set[frozenset[int]] = set()
    for form in forms:
        plain = fold(form.mentions[0].name.family).replace(" ", "")
        if len(plain) < SLIP_LETTERS or not form.given or is_common(form.mentions[0].name.family):
            continue
        initials = _heads(form)
        for key in dict.fromkeys(((plain, initials), *((plain[:at] + plain[at + 1 :], initials) for at in range(len(plain))))):
            for other in by_part[key][-COMPARED:]:
                pair = frozenset((id(form), id(other)))
                if pair not in seen and _same_given(form.given, other.given):
                    seen.add(pair)
                    if close_surnames(form.mentions[0].name.family, other.mentions[0].name.family):
                        yield "slip", other, form
            by_part[key].append(form)


def _same_given(a: tuple[Part, ...], b: tuple[Part, ...]) -> bool:
    return len(a) == len(b) and all(part.text == twin.text or part.initial or twin.initial for part, twin in zip(a, b, strict=True))


def _swaps(forms: dict[tuple[str, str], _Form]) -> Iterator[tuple[PairKind, _Form, _Form]]:
    by_names: dict[tuple[str, str], _Form] = {}
    for form in forms.values():
        name = form.mentions[0].name
        if len(form.given) == 1 and not form.given[0].initial and len(name.family.split()) == 1:
            family, given = fold(name.family), form.given[0].text
            if min(len(family), len(given)) > 1 and family != given:
                by_names[family, given] = form
    for (family, given), form in by_names.items():
        other = by_names.get((given, family))
        is_exchanged = is_only_given(family, given) or is_only_given(given, family)  # reported by REF227
        if other and family < given and not is_exchanged:
            yield "swapped", form, other


def _proven(kind: PairKind, form: _Form, other: _Form, people: dict[int, set[str]], *, alone: bool) -> bool:
    if _share_a_colleague(form, other, people):
        return True
    if kind == "order":
        is_rare = alone or not is_east_asian(form.mentions[0].name.family)
        return is_rare and (OWN in form.works | other.works or _alike_written(form, other))
    in_full = not any(part.initial for form in (form, other) for part in form.given)
    if kind == "slip":
        return OWN in form.works | other.works or len(form.given) > 1 or in_full
    return OWN in form.works | other.works


def _alike_written(form: _Form, other: _Form) -> bool:
    """Return whether both forms have only initials, or share a full given name: R. A. and Albert R. Meyer may be two people."""
    if all(part.initial for form in (form, other) for part in form.given):
        return True
    return any(not part.initial and part.text == twin.text for part in form.given for twin in other.given)


def _share_a_colleague(rarer: _Form, commoner: _Form, people: dict[int, set[str]]) -> bool:
    colleagues = set().union(*(people[work] for work in rarer.works)) - {rarer.key, commoner.key}
    rare = {key for key in colleagues if not is_common(key)}
    return bool(rare) and any(not rare.isdisjoint(people[mention.work]) for mention in islice(commoner.mentions, WORKS))
