"""What RIS calls types and what its tags mean, in CSL's terms.

After the RIS specification (Research Information Systems, 2001 and 2011) and, where they differ from it, the habits of EndNote,
Zotero, Mendeley and publishers' exports.
"""

from __future__ import annotations

TYPES = {
    kind: csl
    for csl, kinds in {
        "article-journal": "JOUR ABST EJOUR INPR",
        "article-magazine": "MGZN",
        "article-newspaper": "NEWS",
        "bill": "BILL UNBILL",
        "book": "BOOK EBOOK EDBOOK CTLG SER",
        "broadcast": "BROADCAST",
        "chapter": "CHAP ECHAP",
        "classic": "ANCIENT CLSWK",
        "dataset": "AGGR DATA DBASE",
        "document": "GEN GRANT DOCUMENT",
        "entry-dictionary": "DICT",
        "entry-encyclopedia": "ENCYC",
        "figure": "CHART EQUA FIGURE",
        "graphic": "ART",
        "hearing": "HEAR",
        "interview": "INTERVIEW",
        "legal_case": "CASE",
        "legislation": "LEGAL STAT",
        "manuscript": "MANSCPT UNPB UNPD",
        "map": "MAP",
        "motion_picture": "ADVS MPCT VIDEO",
        "musical_score": "MUSIC",
        "pamphlet": "PAMP",
        "paper-conference": "CONF CPAPER",
        "patent": "PAT",
        "periodical": "JFULL",
        "personal_communication": "PCOMM",
        "post-weblog": "BLOG",
        "report": "RPRT GOVDOC",
        "software": "COMP",
        "song": "SOUND",
        "speech": "SLIDE",
        "standard": "STAND",
        "thesis": "THES",
        "webpage": "ELEC ICOMM MULTI WEB",
    }.items()
    for kind in kinds.split()
}

OTHER_TAGS = frozenset("AV BT CT ED J1 L3 LK PP U1 U2 U3 U4 U5 VO".split())
"""Tags in use beside those that rispy names."""

IN_SERIES = frozenset(("book", "chapter", "paper-conference"))
"""Types of which the third authors edit the series; a thesis's advise."""

NAMES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "collection_editor", "A4": "translator"}

TEXTS = {
    field: tuple(tags.split())
    for field, tags in {
        "abstract": "AB N2",
        "archive": "AV",
        "call_number": "CN",
        "collection_title": "T3",
        "doi": "DO",
        "edition": "ET",
        "issue": "IS",
        "keyword": "KW",
        "language": "LA",
        "note": "N1",
        "number_of_volumes": "NV",
        "publisher": "PB",
        "publisher_place": "CY PP",
        "section": "SE",
        "title": "TI T1 CT",
        "title_short": "ST",
        "volume": "VL VO",
    }.items()
}
"""Fields of CSL, by their names in Python, and the tags that hold them, the first that is there."""

JOINED = {"keyword": ", ", "note": ". "}
"""Fields of which an entry may have several, one a line."""

CONTAINERS = ("JF", "T2", "BT", "JO")
SHORT_CONTAINERS = ("JA", "J2", "J1", "JO")

HOSTED = frozenset(
    """article-journal article-magazine article-newspaper chapter entry-dictionary entry-encyclopedia legal_case legislation
    paper-conference periodical post-weblog webpage document""".split()
)
"""Types whose second title is what holds them; a book's is its series, a thesis's its department."""

COUNTED = frozenset("book thesis report manuscript pamphlet".split())
"""Types for which a lone start page is the number of pages."""

NUMBERED = frozenset("report patent standard legal_case legislation bill".split())
"""Types for which the number of the issue is their own."""

UNSAID = frozenset(
    ("journal article", "article", "book", "web page", "webpage", "book section", "research article", "journal-article")
)
"""What programs write as the kind of work, and the type says already."""
