"""What BibTeX and BibLaTeX call things, and what CSL calls them.

After the BibLaTeX manual (P. Kime, M. Wemheuer, P. Lehman; section 2 for types and fields, appendix B for inheritance), BibTeX's
own (O. Patashnik, "BibTeXing", 1988) and the CSL 1.0.2 specification, appendix III.
"""

from __future__ import annotations

TYPES = {
    kind: csl
    for csl, kinds in {
        "article": "preprint eprint",
        "article-journal": "article suppperiodical",
        "article-magazine": "magazine magazinearticle",
        "article-newspaper": "newspaper newsarticle newspaperarticle",
        "bill": "bill",
        "book": "book mvbook collection mvcollection proceedings mvproceedings reference mvreference manual ebook",
        "broadcast": "broadcast radio tv",
        "chapter": "inbook bookinbook suppbook incollection suppcollection",
        "dataset": "dataset data",
        "document": "misc generic commentary other customa customb customc customd custome customf",
        "entry-encyclopedia": "inreference encyclopedia",
        "figure": "image figure",
        "graphic": "artwork",
        "legal_case": "jurisdiction case",
        "legislation": "legislation legal legadminmaterial statute",
        "manuscript": "unpublished manuscript",
        "map": "map",
        "motion_picture": "video movie film",
        "pamphlet": "booklet pamphlet",
        "paper-conference": "inproceedings conference conferencepaper paper",
        "patent": "patent",
        "performance": "performance",
        "periodical": "periodical journal",
        "personal_communication": "letter personal",
        "post-weblog": "blog blogpost",
        "report": "report techreport technicalreport workingpaper whitepaper",
        "review": "review",
        "software": "software softwareversion softwaremodule codefragment program",
        "song": "audio music",
        "speech": "speech talk presentation lecture poster",
        "standard": "standard norm",
        "thesis": "thesis phdthesis mastersthesis bachelorsthesis mathesis bathesis dissertation",
        "treaty": "treaty",
        "webpage": "online electronic www webpage website web url internet",
    }.items()
    for kind in kinds.split()
}
"""Entry types, with those that styles and programs add, and CSL's."""

NO_REFERENCES = frozenset(("xdata", "set", "bibnote", "ieeetranbstctl", "control", "achemso-control", "comment"))
"""Types that stand for no work."""

GENRES = {
    "phdthesis": "PhD thesis",
    "dissertation": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "bachelorsthesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "technicalreport": "Technical report",
    "resreport": "Research report",
    "workingpaper": "Working paper",
}
"""The words that styles print for a type, or for BibLaTeX's keys in the field `type`."""

ALIASES = {
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "article-number": "eid",
    "articleno": "eid",
    "hyphenation": "langid",
    "journal": "journaltitle",
    "keyword": "keywords",
    "lang": "language",
    "lastaccessed": "urldate",
    "lastchecked": "urldate",
    "numpages": "pagetotal",
    "primaryclass": "eprintclass",
    "school": "institution",
}
"""Other names of a field; where both stand in one entry, the right-hand one is read."""

NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container_author",
    "director": "director",
}
EDITORS = {"compiler": "compiler", "collaborator": "contributor", "organizer": "organizer", "director": "director"}
"""What `editortype` makes of an editor."""

DATES = {"urldate": "accessed", "origdate": "original_date", "eventdate": "event_date"}
VERBATIM = {"doi": "doi", "isbn": "isbn", "issn": "issn", "pmid": "pmid", "pmcid": "pmcid"}
TEXTS = {
    "abstract": "abstract",
    "annotation": "annote",
    "chapter": "chapter_number",
    "edition": "edition",
    "eventtitle": "event_title",
    "keywords": "keyword",
    "origlocation": "original_publisher_place",
    "origpublisher": "original_publisher",
    "origtitle": "original_title",
    "part": "part_number",
    "pagetotal": "number_of_pages",
    "pubstate": "status",
    "series": "collection_title",
    "shortjournal": "container_title_short",
    "shorttitle": "title_short",
    "venue": "event_place",
    "version": "version",
    "volume": "volume",
    "volumes": "number_of_volumes",
}
"""Fields that mean the same for every type of work, and the fields of CSL by their names in Python."""

USED = frozenset(
    (
        *NAMES,
        *DATES,
        *VERBATIM,
        *TEXTS,
        *"""address booksubtitle booktitle crossref date day editortype eid entrysubtype eprint eprinttype howpublished institution
        issue journalsubtitle journaltitle langid language location mainsubtitle maintitle month note number organization pages
        publisher subtitle title type url xdata year""".split(),
    )
)
"""Fields that are read, by the names that `ALIASES` lead to."""

STANDARD = USED | frozenset(
    """addendum afterword annotator authortype bookpagination booktitleaddon commentator editora editoratype editorb editorbtype
    editorc editorctype entryset eprintclass eventtitleaddon foreword holder indexsorttitle indextitle introduction isan ismn isrn
    issuesubtitle issuetitle iswc journaltitleaddon langidopts library mainsubtitle maintitleaddon nameaddon options origlanguage
    pagination related relatedtype reprinttitle shortauthor shorteditor shorthand shortseries sortkey sortname sorttitle sortyear
    titleaddon urltime xref""".split()
)
"""Names that a slip of the hand may have meant."""

ORDINARY = frozenset(("book-author", "data", "fjournal"))
"""Names of other programs that look like a slip of a standard one, and are none."""

LANGUAGES = {
    name: code
    for code, *names in map(
        str.split,
        """ar arabic|bg bulgarian|ca catalan|cs czech|da danish|de german ngerman austrian naustrian swissgerman nswissgerman|
        el greek polutonikogreek|en english|en-GB british ukenglish|en-US american usenglish|es spanish|et estonian|eu basque|
        fa persian farsi|fi finnish|fr french francais acadian canadien|he hebrew|hr croatian|hu hungarian magyar|hy armenian|
        id indonesian|it italian|ja japanese|ka georgian|kk kazakh|ko korean|la latin|lt lithuanian|lv latvian|nl dutch|
        no norwegian norsk nynorsk|pl polish|pt portuguese portuges|pt-BR brazilian brazil|ro romanian|ru russian|sk slovak|
        sl slovene slovenian|sr serbian serbianc|sv swedish|tr turkish|uk ukrainian|uz uzbek|zh chinese""".split("|"),
    )
    for name in names
}
"""The languages of babel and polyglossia, which `langid` names, as ISO 639-1."""

_VOLUMES = ("mvbook", "mvcollection", "mvreference", "mvproceedings")
_BOOKS = ("book", "collection", "reference", "proceedings")
_PARTS = frozenset("inbook bookinbook suppbook incollection suppcollection inreference inproceedings conference".split())


def titles_of(parent: str, child: str) -> dict[str, str]:
    """Return the names under which a child takes over the title and subtitle of its parent; {} where it does under their own."""
    if parent in _VOLUMES and (child in _PARTS or child in _BOOKS):
        return {"title": "maintitle", "subtitle": "mainsubtitle"}
    if parent in _BOOKS and child in _PARTS:
        return {"title": "booktitle", "subtitle": "booksubtitle"}
    if parent == "periodical" and child in ("article", "suppperiodical"):
        return {"title": "journaltitle", "subtitle": "journalsubtitle"}
    return {}


NOT_INHERITED = frozenset(
    """crossref xdata doi isbn url urldate eprint eprinttype abstract annotation keywords note pages pagetotal howpublished
    shorttitle entrysubtype""".split()
)
"""What stays with the parent: what leads to it, and what is said of it alone.

BibLaTeX takes over the DOI of a volume, too; but it is no DOI of the chapter.
"""
