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
    "What is the source? If you found it in [{reference}], on which page?",
    (
        "The text has {speaker} {written}, which is [{own}], but according to the list [{reference}] is dated {year}",
        "We did not find {speaker} among the authors of [{reference}], which is by {authors}; [{own}] is by {speaker}",
        "We did not find {speaker} among the authors of [{reference}], which is by {authors}",
        "We did not find {speaker} among the authors of [{reference}]",
    ),
    by_edits=False,
)
_PAGE = template("On which page of [{reference}] is the passage?")
_MISSING = template("Please supply the missing details from the work itself.")
_WRITTEN = Question("What is the correct form?", answer="")
_IDENTIFIER = template("What DOI, ISBN or address does the work itself give, if any?")
_OPENS = template("Please give a working link.")
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
    return Question("Which of the two is right, according to the work itself?", (sentence,), least=Severity.WARNING)


ASKED: dict[str, Question] = {
    "ATTR601": _CREDITED,
    "ATTR602": _CREDITED,
    "ATTR603": Question("Which of the two works do you mean?"),
    "ATTR604": Question(
        "Which spelling is right?", ("The text has “{written}”, and [{reference}] has “{listed}”",), answer="author"
    ),
    "ATTR605": Question(
        "Which other sources should be cited here, or do you mean this one alone?",
        ("The text says “{words}” but cites only [{reference}]",),
    ),
    "CITE101": Question(
        "Which work do you mean? If it is missing from the list, what is its full entry?",
        ("We could not find [{reference}] in the list of references",),
    ),
    "CITE102": Question(
        "Where should it be cited, or may we delete it from the list?",
        ("[{reference}] is never cited in the text", "{ids} are never cited in the text"),
        least=Severity.WARNING,
    ),
    "CITE104": Question(
        _PAGE,
        (
            "The citation gives page {pages}, but according to the list [{reference}] has pages {first}–{last}",
            "The citation gives page {pages}, but according to the list [{reference}] begins on page {first}",
            "The citation gives page {pages}, but according to the list [{reference}] has {count} pages",
        ),
    ),
    "CITE106": Question(
        "On which page of the work does each quotation stand?",
        (
            "We found no page given for {count} quotations; the first of them is here",
            "The quotation from [{reference}] has no page",
        ),
    ),
    "CITE107": Question("Should one of the two be another entry, or may we delete one?", ("[{reference}] is cited twice here",)),
    "CITE108": Question("May we delete one of the two, and which?", ("The two statements say the same",)),
    "CITE109": Question(
        "Can you add a source?",
        ("This statement has no source",),
    ),
    "CITE110": Question(
        "What year is the work you mean, or should another work be cited?",
        ("The text has {speaker} {written}, but according to the list [{reference}] is dated {year}",),
        answer="issued",
    ),
    "CITE114": Question("Is an entry missing there?", ("The numbering of the list skips {missing}",)),
    "CITE116": Question(
        "Who is the first author of the work you mean?",
        ("The text has {speaker}, but according to the list the first author of [{reference}] is {listed}",),
        answer="author",
    ),
    "FACT801": Question("Which source reports this, or should one of the years be corrected?", least=Severity.WARNING, rests=True),
    "FACT802": Question(
        "What year does this refer to? Is there a more recent source?",
        ("The text says “{word}”, but its source dates from {year} and the article from {issued}",),
        rests=True,
    ),
    "FACT806": Question(
        "Which of the two is right, or do they refer to different times?",
        ("The text has {here} here but {there} elsewhere",),
        rests=True,
    ),
    "ID301": Question(_IDENTIFIER, answer="doi"),
    "ID302": Question(_IDENTIFIER, answer="isbn"),
    "ID304": _ADDRESS,
    "ID307": Question("What is the article's DOI, or which journal is it in?", least=Severity.WARNING, answer="doi"),
    "ID308": Question(_IDENTIFIER, answer=""),
    "LINK501": _lost(),
    "LINK502": _lost("We found that the page {url} says “{words}”"),
    "LINK503": _lost("We found that the page {url} shows “{words}”"),
    "LINK505": _lost(),
    "LINK506": _lost("We found that the page {url} has the title “{title}”, and that the title in the list appears nowhere on it"),
    "LINK511": _ADDRESS,
    "LINK513": _ADDRESS,
    "REF201": Question(_MISSING, answer=""),
    "REF202": Question(
        "How many pages does the work have, or which of its pages do you mean?",
        by_edits=False,
        answer="number_of_pages",
    ),
    "REF203": Question("What are the first and last pages?", answer="page"),
    "REF205": Question(
        _OPENS,
        (
            "The entry contains a {kind} among its words: {value}",
            "The entry contains a garbled web address: {value}",
        ),
        answer="url",
    ),
    "REF206": Question("Please give the full entry, as in the work itself.", answer=""),
    "REF208": Question("Which date is right?", least=Severity.WARNING, answer="issued"),
    "REF209": Question(
        "Are these the same person? If so, what is the correct spelling?",
        (
            "The list has “{name}” here and “{other}” in [{where}]",
            "The list has “{name}” here, and among the authors of this article is “{other}”",
        ),
    ),
    "REF210": _WRITTEN,
    "REF211": _WRITTEN,
    "REF212": Question("What is the title of the work?", answer="title"),
    "REF213": Question(
        "When did you last open each of these pages?",
        ("No date of access is given for the page",),
        together=True,
    ),
    "REF214": Question("How is the name written in the work itself?", answer="author"),
    "REF216": Question(_MISSING, answer=""),
    "REF221": Question(
        "Please compare this with the work itself. What should it say?",
        ("A tool left this text behind: {words}",),
        by_edits=False,
    ),
    "REF225": Question("What are the article's volume and year?", answer="volume"),
    "REF226": Question(
        "Which work do you mean by each of the two entries?",
        ("We found the same title under [{reference}], by {people}, and under [{other}], by {others}",),
    ),
    "REF227": Question("How is the name written in the work itself?", answer="author"),
    "WORK401": Question(
        "Where can readers find it, or do you mean another work?",
        ("We could not find this work in any of these: {services}",),
        least=Severity.WARNING,
    ),
    "WORK402": Question(_IDENTIFIER, ("We could not find the identifier {identifier} where such identifiers are registered",)),
    "WORK403": Question("Which of the two works do you mean?"),
    "WORK411": _differs("On the title, {message}"),
    "WORK412": _differs("On the names, {message}"),
    "WORK413": _differs("On the year, {message}"),
    "WORK414": _differs("On where it appeared, {message}"),
    "WORK415": _differs(),
    "WORK421": Question(
        "Should the text say so, or should another work be cited?",
        ("In its record this work has the title “{title}”", _NOTICE),
        least=Severity.WARNING,
        by_edits=False,
        rests=True,
    ),
    "WORK422": Question("Does that affect what you cite from it?", (_NOTICE,), rests=True),
    "WORK423": Question("Does what you cite from it still hold?", (_NOTICE,), least=Severity.WARNING, rests=True),
    "WORK424": Question("Does the published version say the same, and should it be cited instead?", by_edits=False, rests=True),
    "WORK429": Question("Do you mean this item itself, or the work that it is about?", by_edits=False),
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
