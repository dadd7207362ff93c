"""REF227: parts of a name in each other's place, and "et al." among the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import shown
from kzcheck.language.folding import lower
from kzcheck.matching.names import exchanged, is_others
from kzcheck.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.case import Case

SURNAME_FIRST = frozenset("hu ja ko vi zh".split())
"""Languages that put the family name first: their readers must decide which part of a name is which."""


_OF_BIBTEX = "others"
"""BibTeX's word at the end of a list for further people: its styles print "et al." for it."""


@rule("REF227", "misplaced-name-part", Severity.WARNING, confidence=Confidence.LIKELY, key=("name",))
def misplaced_name_part(case: Case) -> Iterator[Problem]:
    """Family and given name are exchanged, or “et al.” is listed as a person.

    Why:
        Styles print the family name first and reduce the given name to initials, so an exchanged name is printed, sorted and
        searched under the wrong letter. A name is reported if initials are in place of the family name. A common given name in that
        place is reported if the other part ends like a surname or is this person's surname elsewhere in the list.

    Example:
        author: [{family: "J. S.", given: Okafor}, {literal: et al.}]

    Silent:
        Names that can be either (Thomas, Wilson), names in one field, East Asian names, entries in Hungarian or an East Asian
        language, and BibTeX's own “and others” are not reported.

    Fix:
        Check the work, and swap the two parts (family, given). Delete “et al.” and name the other people, or let the style add it.
    """
    people = [
        (reference, f"{role}.{place}", name)
        for reference in case.article.references
        for role, place, name in reference.item.names()
    ]
    swapped = frozenset(exchanged([name for _, _, name in people]))
    for at, (reference, path, name) in enumerate(people):
        if is_others(name) and lower(name.literal) != _OF_BIBTEX:
            yield Problem(
                reference.place(path),
                "“{name}” is listed as a person",
                {"name": shown(str(name))},
                reference=reference.id,
                excerpt=excerpt(str(name), str(name)),
                fix=Fix("add the other names, or delete it: the citation style adds it where needed"),
            )
        elif at in swapped and lower(reference.item.language.partition("-")[0]) not in SURNAME_FIRST:
            yield Problem(
                reference.place(path),
                "family and given name may be swapped: family name “{family}”, given name “{given}”",
                {"family": shown(name.family), "given": shown(name.given), "name": shown(str(name))},
                reference=reference.id,
                excerpt=excerpt(str(name), name.family),
                fix=Fix("check the name, and swap the two parts if they are in the wrong fields"),
            )


RULES = (misplaced_name_part,)
