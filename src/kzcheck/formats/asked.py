"""What each rule's findings ask of whom: a question that only the author can answer, or nothing that an editor cannot settle alone.

Every rule stands in one of the two tables, so that a new rule must decide.
"""

from __future__ import annotations

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.wording import template

MESSAGE = "{message}"


class Question(Struct, frozen=True):
    """What an author is asked: one question, after one sentence that says what was found.

    Of the `sentences`, the first one counts whose values a finding all has; where it has the values of none, it asks nothing.
    A finding below the severity `least` is the editor's to judge. It is settled, and not asked, where an editor can carry out its
    fix alone: where the fix says so, or has edits (if `by_edits`); or where others know the answer: `answer` is the field that
    would hold it, "" the one that the finding names, None where nobody else can know. What is asked `together` is one question for
    all entries. With `rests`, what a statement cites is shown with it, and with an entry the statements that rest on it.
    """

    asks: str
    sentences: tuple[str, ...] = (MESSAGE,)
    least: Severity = Severity.NOTE
    by_edits: bool = True
    answer: str | None = None
    together: bool = False
    rests: bool = False


_CREDITED = Question(
    "Is another work to be cited here, or was this read in [{reference}]?",
    (
        "The text has {speaker} {written}, which is [{own}], and by the list [{reference}] is of {year}",
        "We did not find {speaker} among the authors of [{reference}], which is by {authors}; [{own}] is by {speaker}",
        "We did not find {speaker} among the authors of [{reference}], which is by {authors}",
        "We did not find {speaker} among the authors of [{reference}]",
    ),
    by_edits=False,
)
_PAGE = template("On which page of [{reference}] does the passage stand?")
_MISSING = template("Could you give us what is missing, as the work itself has it?")
_WRITTEN = Question("How is this to be written?", answer="")
_IDENTIFIER = template("Which DOI, ISBN or address does the work itself bear, if any?")
_OPENS = template("At which address can every reader open the work?")
_ADDRESS = Question(_OPENS, answer="url")
_NOTICE = template("This work {message}")


def _lost(*sentences: str) -> Question:
    """Return the question about a page that is lost, unless there is a copy of it that the editor can look at."""
    return Question(
        "Where can readers find the page now, or do you have a copy of it?",
        (*sentences, MESSAGE),
        least=Severity.WARNING,
        answer="url",
    )


def _differs(sentence: str = MESSAGE) -> Question:
    """Return the question about a field that a record has otherwise: records have slips, and editions differ."""
    return Question("Which of the two does the work itself have?", (sentence,), least=Severity.WARNING)


ASKED: dict[str, Question] = {
    "ATTR601": _CREDITED,
    "ATTR602": _CREDITED,
    "ATTR603": Question("Which of the two works is meant?"),
    "ATTR604": Question(
        "Which spelling is right?", ("The text has “{written}”, and [{reference}] has “{listed}”",), answer="author"
    ),
    "ATTR605": Question(
        "Which other sources are to be cited here, or is this one alone meant?",
        ("The text speaks of “{words}”, and we found only [{reference}] cited",),
    ),
    "CITE101": Question(
        "Which work is meant, and what is its full entry if the list lacks it?",
        ("We could not find [{reference}] in the list of references",),
    ),
    "CITE102": Question(
        "Where in the text does it belong, or may it be taken out of the list?",
        ("We found no place in the text that cites [{reference}]", "We found no place in the text that cites {ids}"),
        least=Severity.WARNING,
    ),
    "CITE104": Question(
        _PAGE,
        (
            "The citation names page {pages}, and by the list [{reference}] has pages {first}–{last}",
            "The citation names page {pages}, and by the list [{reference}] begins on page {first}",
            "The citation names page {pages}, and by the list [{reference}] has {count} pages",
        ),
    ),
    "CITE106": Question(
        "On which page of the work does each quotation stand?",
        (
            "We found no page given for {count} quotations; the first of them is here",
            "We found no page given for the quotation from [{reference}]",
        ),
    ),
    "CITE107": Question(
        "Is another entry meant by one of the two, or may one be taken out?", ("[{reference}] is cited twice here",)
    ),
    "CITE108": Question("May one of the two be taken out, and which?", ("The two statements say the same",)),
    "CITE109": Question(
        "Which source is to be cited here, or is this common knowledge?",
        ("We found no source cited for what readers may wish to look up here",),
    ),
    "CITE110": Question(
        "Of which year is the work that is meant, or is another work to be cited?",
        ("The text has {speaker} {written}, and by the list [{reference}] is of {year}",),
        answer="issued",
    ),
    "CITE114": Question("Is an entry missing there?", ("The numbering of the list skips {missing}",)),
    "CITE116": Question(
        "Who is the first author of the work that is meant?",
        ("The text has {speaker}, and by the list the first author of [{reference}] is {listed}",),
        answer="author",
    ),
    "FACT801": Question("Which source reports this, or is one of the years to be corrected?", least=Severity.WARNING, rests=True),
    "FACT802": Question(
        "Of which year is this, or is there a newer source?",
        ("The text says “{word}”, and its source dates from {year}, the article from {issued}",),
        rests=True,
    ),
    "FACT806": Question(
        "Which of the two is right, or do they speak of different times?",
        ("We read {here} here, and {there} in another place",),
        rests=True,
    ),
    "ID301": Question(_IDENTIFIER, answer="doi"),
    "ID302": Question(_IDENTIFIER, answer="isbn"),
    "ID304": _ADDRESS,
    "ID307": Question("Which DOI does the article bear, or in which journal is it?", least=Severity.WARNING, answer="doi"),
    "ID308": Question(_IDENTIFIER, answer=""),
    "LINK501": _lost(),
    "LINK502": _lost("We found that the page {url} says “{words}”"),
    "LINK503": _lost("We found that the page {url} shows “{words}”"),
    "LINK505": _lost(),
    "LINK506": _lost("We found that the page {url} bears the title “{title}”, and that the title in the list stands nowhere on it"),
    "LINK511": _ADDRESS,
    "LINK513": _ADDRESS,
    "REF201": Question(_MISSING, answer=""),
    "REF202": Question(
        "How many pages has the work, or which of its pages are meant?",
        by_edits=False,
        answer="number_of_pages",
    ),
    "REF203": Question("Which are the first and the last page?", answer="page"),
    "REF205": Question(
        _OPENS,
        (
            "A {kind} stands among the words of the entry: {value}",
            "A part of an address stands among the words of the entry: {value}",
        ),
        answer="url",
    ),
    "REF206": Question("Could you give us the entry in full, as the work itself has it?", answer=""),
    "REF208": Question("Which date is right?", least=Severity.WARNING, answer="issued"),
    "REF209": Question(
        "Are the two one person, and if so, how is the name spelt?",
        (
            "The list has “{name}” here and “{other}” in [{where}]",
            "The list has “{name}” here, and among the authors of this article is “{other}”",
        ),
    ),
    "REF210": _WRITTEN,
    "REF211": _WRITTEN,
    "REF212": Question("What is the title of the work?", answer="title"),
    "REF213": Question(
        "On which day did you last see each page that is named here?",
        ("We found no day given on which the page was seen",),
        together=True,
    ),
    "REF214": Question("How does the work itself write the name?", answer="author"),
    "REF216": Question(_MISSING, answer=""),
    "REF221": Question(
        "Could you compare this with the work itself, and tell us how it is to read?",
        ("Text that a tool left stands here: {words}",),
        by_edits=False,
    ),
    "REF225": Question("Which volume and which year has the article?", answer="volume"),
    "REF226": Question(
        "Which work is meant by each of the two entries?",
        ("We found the same title under [{reference}], by {people}, and under [{other}], by {others}",),
    ),
    "REF227": Question("How does the work itself write the name?", answer="author"),
    "WORK401": Question(
        "Where can readers find it, or is another work meant?",
        ("We could not find this work in any of these: {services}",),
        least=Severity.WARNING,
    ),
    "WORK402": Question(_IDENTIFIER, ("We could not find the identifier {identifier} where such identifiers are registered",)),
    "WORK403": Question("Which of the two works is meant?"),
    "WORK411": _differs("On the title, {message}"),
    "WORK412": _differs("On the names, {message}"),
    "WORK413": _differs("On the year, {message}"),
    "WORK414": _differs("On where it appeared, {message}"),
    "WORK415": _differs(),
    "WORK421": Question(
        "Should the text say so, or is another work to be cited?",
        ("In its record this work bears the title “{title}”", _NOTICE),
        least=Severity.WARNING,
        by_edits=False,
        rests=True,
    ),
    "WORK422": Question("Does that touch what is cited from it?", (_NOTICE,), rests=True),
    "WORK423": Question("Does what is cited from it still hold?", (_NOTICE,), least=Severity.WARNING, rests=True),
    "WORK424": Question("Does the published work say the same, and is it to be cited instead?", by_edits=False, rests=True),
    "WORK429": Question("Is this itself meant, or the work that it is about?", by_edits=False),
}
"""The rules whose findings only an author can answer, by their codes."""

ALONE: dict[str, str] = {
    "CITE103": "the list is numbered anew without the author",
    "ID303": "the register of ISSNs has the number",
    "ID305": "the DOI stands in the entry, in another field",
    "ID306": "the record has the DOI",
    "KZ001": "ignores are the editor's own",
    "KZ002": "the file is to be corrected, not the article",
    "KZ003": "it says what was not checked, which the letter tells at its end",
    "KZ004": "evidence is gathered anew",
    "KZ005": "keys are a matter of the file",
    "KZ008": "the encoding is a matter of the file",
    "KZ009": "settings are the editor's own",
    "LINK504": "the page tells its new address",
    "LINK508": "the page is tried again on another day",
    "LINK509": "https is written for http",
    "LINK510": "anybody can have a page archived",
    "LINK512": "the page can be looked at",
    "LINK514": "the copy names the address of its source",
    "REF204": "the letters are typed anew in one script",
    "REF207": "both entries stand in the list, and one can be kept",
    "REF215": "markup is a matter of form",
    "REF217": "the journal's style says how names are abbreviated",
    "REF222": "the terms are a matter of style",
    "WORK416": "catalogues count pages in their own ways, and nothing rests on it",
    "WORK425": "the edition that was read is the one to cite",
    "WORK430": "the work stands again, and nothing is to be done",
}
"""The rules whose findings an editor settles without the author, by their codes, and why."""
