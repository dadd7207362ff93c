"""What each rule's findings ask of whom: a question that only the author can answer, or nothing that an editor cannot settle alone.

Every rule stands in one of the two tables, so that a new rule must decide. The author is asked which work or source is meant, where
it can be found, and whether a statement still holds. How a work is printed, what a record says and what the web shows, an editor
looks up.
"""

from __future__ import annotations

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.wording import Plural, Template, template

MESSAGE = "{message}"


class Question(Struct, frozen=True):
    """What an author is asked, after one sentence that says what was found.

    Of the `sentences`, the first one counts whose values a finding all has; where it has the values of none, it asks nothing. An
    entry has its name in the letter: "[7]", or who wrote it. `of_own`, if given, is asked instead where the finding names another
    entry that fits (`own`).

    A finding below the severity `least` is the editor's to judge. It is settled, and not asked, where an editor can carry out its
    fix alone: where the fix says so, or has edits (if `by_edits`); or where records or an identifier lead to the `answer`, which is
    the field that would hold it.

    A question that stands `apart` asks something else than which work is meant and where it is. What is asked `together` is one
    question for all statements or entries about which nothing else is asked: `count` is their number. With `rests`, what a
    statement cites is shown with it, and with an entry the statements that rest on it.
    """

    asks: Template
    sentences: tuple[Template, ...] = (MESSAGE,)
    of_own: str = ""
    least: Severity = Severity.NOTE
    by_edits: bool = True
    answer: str | None = None
    apart: bool = False
    together: bool = False
    rests: bool = False


_CREDITED = Question(
    "What is the source? If you found it in {reference}, on which page?",
    (
        "The text has {speaker} {written}, which is {own}, but according to the list {reference} is dated {year}",
        "We did not find {speaker} among the authors of {reference}, but among those of {own}",
        "We did not find {speaker} among the authors of {reference}",
    ),
    template("Should {own} be cited here? If you found it in {reference}, on which page?"),
    by_edits=False,
)


def _lost(*sentences: str) -> Question:
    """Return the question about a page that is lost, unless there is a copy of it that the editor can look at."""
    return Question(
        "Where can readers find the page now, or do you have a copy of it?",
        (*sentences, "We did not find the work at {url}"),
        least=Severity.WARNING,
        answer="url",
    )


_ADDRESS = Question(
    "Where can every reader find the work?",
    ("The address {url} may not work for every reader",),
    least=Severity.WARNING,
    answer="url",
)

ASKED: dict[str, Question] = {
    "CITE101": Question(
        "Which work do you mean? If it is missing from the list, please give its full entry.",
        ("We could not find {reference} in the list of references",),
    ),
    "WORK401": Question(
        "Where can readers find it, or do you mean another work?",
        ("We could not find this work in any of these: {services}",),
        least=Severity.WARNING,
    ),
    "WORK403": Question(
        "Which of the two works do you mean?",
        ("In the list this is {listed}, but the {kind} {value} belongs to {recorded}",),
    ),
    "WORK429": Question("Do you mean this item itself, or the work that it is about?", by_edits=False),
    "ATTR601": _CREDITED,
    "ATTR602": _CREDITED,
    "ATTR603": Question(
        "Which of the two works do you mean?",
        (
            "The text is about “{work}”, which is {own}, but cites {reference}",
            "The text is about “{work}”, but {reference} is a different work: “{title}”",
        ),
    ),
    "CITE110": Question(
        "What year is the work you mean, or should another work be cited?",
        ("The text has {speaker} {written}, but according to the list {reference} is dated {year}",),
        answer="issued",
    ),
    "CITE111": Question("Which of them do you mean?", ("“{written}” fits several entries: {ids}",)),
    "CITE112": Question(
        "Should a work be cited here, and which page of it?",
        ("The text says what {speaker} stated, but does not cite {reference} or any other work",),
    ),
    "CITE115": Question(
        "Which work do you mean?",
        ("“{written}” follows a citation of several works: {ids}", "“{written}” follows no citation"),
    ),
    "CITE117": Question("Which of them do you mean?", ("“{written}” lacks the letter after the year: the list has {ids}",)),
    "CITE116": Question(
        "Who is the first author of the work you mean?",
        ("The text has {speaker}, but according to the list the first author of {reference} is {listed}",),
        answer="author",
    ),
    "REF226": Question(
        "Which work do you mean by each of the two entries?",
        ("{reference} and {other} have the same title but different authors",),
    ),
    "WORK421": Question(
        "Should the text say so, or should another work be cited?",
        ("According to its record the title of this work is now “{title}”", "{reference} {message}"),
        least=Severity.WARNING,
        by_edits=False,
        apart=True,
        rests=True,
    ),
    "WORK423": Question(
        "Does what you cite from it still hold?", ("{reference} {message}",), least=Severity.WARNING, apart=True, rests=True
    ),
    "FACT801": Question(
        "Which source reports this, or should one of the years be corrected?",
        (
            "This reports something from {year}, but {reference} appeared in {latest}",
            "This reports something from {year}, but its latest source appeared in {latest}",
        ),
        least=Severity.WARNING,
        apart=True,
        rests=True,
    ),
    "LINK501": _lost("We could not open {url}"),
    "LINK502": _lost("The page at {url} now says “{words}”"),
    "LINK503": _lost("The page at {url} now shows “{words}”"),
    "LINK505": _lost("The address {url} now leads to the home page of its site, {final}"),
    "LINK506": _lost("The page at {url} has the title “{title}”; we did not find the title that the list gives on it"),
    "LINK511": _ADDRESS,
    "LINK513": _ADDRESS,
    "CITE102": Question(
        Plural("Where should it be cited, or may we delete it?", "Where should each be cited, or may we delete some of them?"),
        (Plural("We found no citation of this entry in the text", "We found no citations of these entries in the text"),),
        least=Severity.WARNING,
        apart=True,
        together=True,
    ),
    "CITE114": Question("Are any entries missing there?", ("The numbering of the list skips {missing}",), apart=True),
    "REF221": Question("What should be here, if anything?", ("This seems to be left over from a template or a program: {words}",)),
    "FACT806": Question(
        "Which of the two is right, or do they refer to different times?",
        ("The text has {here} here but {there} elsewhere",),
        apart=True,
        rests=True,
    ),
    "FACT802": Question(
        "What year does this refer to? Is there a more recent source?",
        ("The text says “{word}” (article of {issued}), but the nearest source cited dates from {year}",),
        apart=True,
        rests=True,
    ),
    "WORK424": Question(
        "Does the published version say the same, and should it be cited instead?", by_edits=False, apart=True, rests=True
    ),
    "WORK422": Question("Does that affect what you cite from it?", ("{reference} {message}",), apart=True, rests=True),
    "ATTR605": Question(
        "Which other sources should be cited here, or do you mean this one alone?",
        ("The text says “{words}” but cites only {reference}",),
    ),
    "QUOT701": Question(
        "Which work has these words, and on which page?",
        ("We did not find the quotation in the text of {reference} that we have",),
    ),
    "QUOT704": Question(
        "Which of the two works do you mean?",
        ("We did not find the quotation in the text of {reference}, but in that of {other}",),
    ),
    "QUOT705": Question(
        "Should the rest of the sentence be quoted, too?",
        ("In {reference} the sentence that you quote goes on: “{after}”",),
        apart=True,
        rests=True,
    ),
    "QUOT706": Question(
        "Should these words be quoted, too?",
        ("The quotation from {reference} leaves out “{omitted}”",),
        apart=True,
        rests=True,
    ),
    "CITE104": Question(
        "On which page of {reference} is the passage?",
        (
            "The citation gives {pages} as the page, but according to the list {reference} has pages {first}–{last}",
            "The citation gives {pages} as the page, but according to the list {reference} begins on page {first}",
            Plural(
                "The citation gives {pages} as the page, but according to the list {reference} has {count} page",
                "The citation gives {pages} as the page, but according to the list {reference} has {count} pages",
            ),
            "The citation gives {pages} as the page, but the text of {reference} that we have has pages {printed}–{end}",
        ),
    ),
    "CITE106": Question(
        Plural("On which page of the work is it?", "On which page of the work is each of them?"),
        (Plural("We found no page number for this quotation", "We found no page numbers for these quotations"),),
        together=True,
    ),
    "CITE107": Question(
        "Should one of the two be another entry, or may we delete one?", ("{reference} is cited twice here",), apart=True
    ),
    "CITE109": Question(
        Plural(
            "Can you add a source, or is this common knowledge in your field?",
            "Can you add sources, or are some of these common knowledge in your field?",
        ),
        (Plural("We found no source for this statement", "We found no sources for these statements"),),
        together=True,
    ),
}
"""The rules whose findings only an author can answer, by their codes: those first whose answers weigh most."""

_IN_WORK = "the work itself, or a catalogue, shows it"
_IN_RECORD = "the list is compared with the record and the work"

ALONE: dict[str, str] = {
    "ATTR604": "the work shows how its author's name is spelt",
    "CITE103": "the list is numbered anew without the author",
    "CITE113": "the editor sorts the list",
    "CITE118": "the work is looked up, and the note or the list corrected",
    "CITE108": "a sentence that stands twice is cut in editing",
    "FACT803": "the text at hand is compared with the number",
    "FACT804": "the text at hand is compared with the name",
    "FACT805": "the editor reads on in the text at hand",
    "FACT807": "the text at hand has the limits",
    "ID301": "the DOI is looked up by the title",
    "ID302": "the ISBN is looked up by the title",
    "ID303": "the register of ISSNs has the number",
    "ID304": "the address is looked up by the title",
    "ID305": "the DOI stands in the entry, in another field",
    "ID306": "the record has the DOI",
    "ID307": "the article is looked up in both journals",
    "ID308": "the number is looked up by the title",
    "KZ001": "ignores are the editor's own",
    "KZ002": "the file is to be corrected, not the article",
    "KZ003": "it says what was not checked, which the letter says at its end",
    "KZ004": "evidence is gathered anew",
    "KZ005": "keys are a matter of the file",
    "KZ006": "the editor imports the claims again",
    "KZ007": "the entry is read with doubt, which is no fault of it",
    "KZ008": "the encoding is a matter of the file",
    "KZ009": "settings are the editor's own",
    "LINK504": "the page tells its new address",
    "LINK508": "the page is tried again on another day",
    "LINK509": "https is written for http",
    "LINK510": "anybody can have a page archived",
    "LINK512": "the page can be looked at",
    "LINK514": "the copy names the address of its source",
    "QUOT702": "the text at hand has the words",
    "QUOT703": "the text at hand has the page",
    "REF201": _IN_WORK,
    "REF202": _IN_WORK,
    "REF203": _IN_WORK,
    "REF204": "the letters are typed anew in one script",
    "REF205": "the address is looked up by the title",
    "REF206": _IN_WORK,
    "REF207": "both entries stand in the list, and one can be kept",
    "REF208": _IN_WORK,
    "REF209": _IN_WORK,
    "REF210": _IN_WORK,
    "REF211": _IN_WORK,
    "REF212": _IN_WORK,
    "REF213": "the page is opened once more, and dated that day",
    "REF214": _IN_WORK,
    "REF215": "markup is a matter of form",
    "REF216": _IN_WORK,
    "REF217": "the journal's style says how names are abbreviated",
    "REF219": "the works are looked up, and the two lists compared",
    "REF220": "the journal's system says how names are transliterated",
    "REF222": "the terms are a matter of style",
    "REF225": _IN_WORK,
    "REF227": _IN_WORK,
    "WORK402": "the identifier is looked up by the title",
    "WORK411": _IN_RECORD,
    "WORK412": _IN_RECORD,
    "WORK413": _IN_RECORD,
    "WORK414": _IN_RECORD,
    "WORK415": _IN_RECORD,
    "WORK416": "catalogues count pages in their own ways, and nothing rests on it",
    "WORK425": "the edition that was read is the one to cite",
    "WORK430": "the work stands again, and nothing is to be done",
}
"""The rules whose findings an editor settles without the author, by their codes, and why."""
