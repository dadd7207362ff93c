"""Second-hand views: people without a work in the list, whose view may have been read in a work of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.finding import Severity
from kzcheck.language.alternatives import whole_words
from kzcheck.language.folding import fold_name, lower
from kzcheck.matching.attribution.authorship import SCHOLARLY, UNKNOWN_KIND, by_persons, holds_voices, names_all
from kzcheck.matching.attribution.markers import ends_in_marker

if TYPE_CHECKING:
    from kzcheck.language.attribution import Credit
    from kzcheck.matching.attribution.citing import Citing


def second_hand(citing: Citing, credit: Credit) -> Severity | None:
    """Judge people without a work in the list: their view may have been read in another's work."""
    items = [reference.item for reference in citing.unexplained]
    if not _may_be_read_in(citing, credit):
        return None
    anchored = credit.others and not credit.team and (bool(credit.marker) or ends_in_marker(credit, citing.claim.text))
    if not (credit.cue or anchored) or credit.kind == "mention":
        return None
    known = credit.personal or fold_name(credit.names[0]) in citing.persons
    joined = credit.others or (len(credit.names) > 1 and bool(credit.years))
    full = len(credit.names) > 1 or " " in credit.names[0]
    if credit.kind == "quotation":
        if not (known or joined or full or credit.act in {"view", "think"}):
            return None
        doubtful = any(item.type in UNKNOWN_KIND for item in items) or not (known or joined)
        spoken = credit.act == "speak" and not (credit.role or credit.office)
        return Severity.WARNING if doubtful or spoken else Severity.ERROR
    if joined or (known and credit.act == "view" and not credit.office):
        return Severity.NOTE if credit.team else Severity.WARNING
    held = credit.act in {"view", "think"} or (known and credit.act == "speak")
    return Severity.NOTE if held and (known or full or credit.years) and not credit.office else None


def _may_be_read_in(citing: Citing, credit: Credit) -> bool:
    """Return whether each work that no name explains has a complete list of persons, and is of a kind in which only they speak."""
    if not all(names_all(reference) or (credit.others and not credit.team) for reference in citing.unexplained):
        return False  # the name may be one of those omitted, unless it is the first author's
    items = (reference.item for reference in citing.unexplained)
    if not all(by_persons(item) and not holds_voices(item) and item.type in SCHOLARLY | UNKNOWN_KIND for item in items):
        return False
    return not credit.doubtful and not whole_words("claims.spoken").search(citing.claim.text)


def lone_view(citing: Citing, credit: Credit) -> Severity | None:
    """Judge a single surname whose view carries a bracketed marker of others: a note, unless it may be another noun.

    A word that the article also writes in lower case is a noun ("Theory holds"), a plural may name a group ("Kazakhs argued"), and
    spoken words are in the works of those who heard them.
    """
    name = lower(credit.names[0])
    plural = name.endswith(tuple(data.words("credits.group_endings"))) or name.removesuffix("s") in data.words("credits.peoples")
    group = plural and not credit.cue.endswith("s")
    if group or credit.office or credit.act == "speak" or not _may_be_read_in(citing, credit):
        return None
    return None if name in data.words("credits.nouns") or name in citing.lower_words() else Severity.NOTE
