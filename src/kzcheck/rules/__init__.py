"""The table of all rules."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kzcheck.errors import UsageError
from kzcheck.finding import covers
from kzcheck.language.folding import lower
from kzcheck.settings import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.rule import Rule

FAMILIES = """artefacts attribution author_date citations claims consistency dates duplicates existence facts field_text
    fields identifiers living_pages locators meant misplaced_fields names notices page_numbers page_states passages
    quotations records scripts tool typed_lists urls versions""".split()
"""The families: files in this folder, each with a tuple `RULES`."""
_MODULES = (import_module(f"{__name__}.{family}") for family in FAMILIES)

RULES: tuple[Rule, ...] = tuple(sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code))
BY_CODE = {rule.code: rule for rule in RULES}

NAMES = {rule.code: rule.page.name for rule in RULES}


def check_code(code: str) -> None:
    """Check that a code, a prefix or a name means at least one rule.

    Raises:
        UsageError: it means none.
    """
    if not any(covers(code, known, name) for known, name in NAMES.items()):
        groups = {known.rstrip("0123456789") for known in NAMES} if code.isalpha() else ()
        hint = suggestion(code, (*NAMES, *NAMES.values(), *groups)) or "; kzcheck rule lists all"
        raise UsageError(f'no rule has the code or name "{code}"{hint}')


def select(wanted: Iterable[str], unwanted: Iterable[str] = ()) -> frozenset[str]:
    """Return the codes that `wanted` means without those that `unwanted` means; a longer prefix wins over a shorter one.

    Raises:
        UsageError: a word means no rule.
    """
    wanted, unwanted = tuple(wanted), tuple(unwanted)
    for code in (*wanted, *unwanted):
        check_code(code)
    return frozenset(code for code, name in NAMES.items() if _weight(wanted, code, name) > _weight(unwanted, code, name))


def _weight(words: tuple[str, ...], code: str, name: str) -> int:
    return max(
        (
            len(code) if lower(word) == name else 0 if word.upper() == "ALL" else len(word)
            for word in words
            if covers(word, code, name)
        ),
        default=-1,
    )
