"""BibTeX and BibLaTeX lists: conversion of entries and fields, their locations, and the effect of broken entries."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck import pipeline
from kzcheck.csl import Date, Name
from kzcheck.errors import UnreadableError
from kzcheck.readers import bibtex, references
from kzcheck.readers.nodes import Source, composed
from kzcheck.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reading, Refusing
    from kzcheck.article import Article, Location
    from kzcheck.csl import Item

BIB = "refs.bib"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def bib(reading: Reading, text: str) -> Article:
    return reading(text, name=BIB)


def item(reading: Reading, fields: str, kind: str = "article") -> Item:
    """Return the only item of a list, with these fields and no problems."""
    article = bib(reading, f"@{kind}{{one,\n{fields}\n}}\n")
    assert not article.unreadable
    assert not article.unknown_fields
    return article.references[0].item


def wrongs(article: Article) -> list[str]:
    return [
        f"{problem.location.line}:{problem.location.column} {str(problem.wrong).partition('; expected')[0]}"
        for problem in article.unreadable
    ]


def words(article: Article, location: Location) -> str:
    """Return the text at a location, on one line."""
    line = article.sources[location.file].split("\n")[location.line - 1]
    assert location.line == location.end_line
    return line[location.column - 1 : location.end_column - 1]


def test_all_fields_of_an_article_are_read(reading: Reading):
    entry = item(
        reading,
        r"""  author = {Öztürk, Can and van der Berg, Anna},
  title = {Rivers that Never Were: {A} Catalogue},
  journal = {Journal of Invented Geography},
  year = 2010, month = may, volume = {4}, number = {2}, pages = {11--29},
  doi = {10.5555/jig.2010.4}, issn = {0000-0019}, url = {https://example.org/rivers},
  langid = {english}, abstract = {Words.}, keywords = {rivers, maps}""",
    )

    assert entry.type == "article-journal"
    assert entry.author == (
        Name(family="Öztürk", given="Can"),
        Name(family="Berg", given="Anna", non_dropping_particle="van der"),
    )
    assert entry.title == "Rivers that Never Were: A Catalogue"
    assert entry.container_title == "Journal of Invented Geography"
    assert entry.issued == Date((2010, 5))
    assert (entry.volume, entry.issue, entry.page) == ("4", "2", "11-29")
    assert (entry.doi, entry.issn, entry.url) == ("10.5555/jig.2010.4", "0000-0019", "https://example.org/rivers")
    assert (entry.language, entry.other) == ("en", {"abstract": "Words.", "keyword": "rivers, maps"})


def test_every_value_has_its_location_in_the_file(reading: Reading):
    article = bib(
        reading,
        r"""@string{press = {University of Example Press}}
@book{berg2004,
  author = {Anna van der Berg and {UNESCO} and M{\"u}ller, Karl},
  title  = "Bridges on Paper",
  publisher = press # { and Sons},
  year   = 2004
}
""",
    )
    (reference,) = article.references

    assert words(article, reference.location) == "berg2004"
    assert {path: words(article, place) for path, place in reference.places.items()} == {
        "id": "berg2004",
        "type": "book",
        "author": r"Anna van der Berg and {UNESCO} and M{\"u}ller, Karl",
        "author.0": "Anna van der Berg",
        "author.0.family": "Berg",
        "author.0.given": "Anna",
        "author.0.non_dropping_particle": "van der",
        "author.1": "{UNESCO}",
        "author.2": r"M{\"u}ller, Karl",
        "author.2.family": r"M{\"u}ller",
        "author.2.given": "Karl",
        "title": "Bridges on Paper",
        "publisher": "press # { and Sons}",
        "issued": "2004",
    }
    assert reference.item.publisher == "University of Example Press and Sons"


@pytest.mark.parametrize(
    ("kind", "fields", "csl"),
    [
        ("article", "journal = {J}", "article-journal"),
        ("article", "journal = {J}, entrysubtype = {newspaper}", "article-newspaper"),
        ("article", "eprint = {2301.00001}, archiveprefix = {arXiv}", "article"),
        ("article", "doi = {10.48550/arXiv.2301.00001}", "article"),
        ("article", "journal = {J}, eprint = {2301.00001}", "article-journal"),
        ("BOOK", "", "book"),
        ("inbook", "", "book"),
        ("inbook", "booktitle = {B}", "chapter"),
        ("incollection", "booktitle = {B}", "chapter"),
        ("inproceedings", "booktitle = {B}", "paper-conference"),
        ("conference", "booktitle = {B}", "paper-conference"),
        ("proceedings", "", "book"),
        ("manual", "", "book"),
        ("phdthesis", "", "thesis"),
        ("mastersthesis", "", "thesis"),
        ("techreport", "", "report"),
        ("unpublished", "", "manuscript"),
        ("patent", "", "patent"),
        ("software", "", "software"),
        ("dataset", "", "dataset"),
        ("booklet", "", "pamphlet"),
        ("inreference", "booktitle = {B}", "entry-encyclopedia"),
        ("online", "url = {https://example.org/a}", "webpage"),
        ("electronic", "url = {https://example.org/a}", "webpage"),
        ("www", "url = {https://example.org/a}", "webpage"),
        ("misc", "", "document"),
        ("misc", "url = {https://example.org/a}", "webpage"),
        ("misc", r"howpublished = {\url{https://example.org/a}}", "webpage"),
        ("misc", "url = {https://example.org/a}, doi = {10.5555/1}", "document"),
        ("misc", "eprint = {2301.00001}, eprinttype = {arxiv}", "article"),
        ("misc", "eprint = {12345}, eprinttype = {jstor}", "document"),
    ],
)
def test_entry_types_are_converted_to_csl_types(reading: Reading, kind: str, fields: str, csl: str):
    assert item(reading, f"title = {{T}}, {fields}", kind).type == csl


@pytest.mark.parametrize(
    ("kind", "field", "path", "text"),
    [
        ("article", "journaltitle = {J}, journalsubtitle = {S}", "container_title", "J: S"),
        ("article", "shortjournal = {J. Ex.}", "container_title_short", "J. Ex."),
        ("article", "eid = {e12}", "page", "e12"),
        ("article", "pmid = {123}", "pmid", "123"),
        ("article", "eprint = {123}, eprinttype = {pubmed}", "pmid", "123"),
        ("book", "subtitle = {S}", "title", "T: S"),
        ("book", "series = {Studies}, number = {12}", "collection_number", "12"),
        ("book", "series = {Studies}", "collection_title", "Studies"),
        ("book", "edition = {Second}", "edition", "Second"),
        ("book", "address = {Almaty}", "publisher_place", "Almaty"),
        ("book", "location = {Almaty}", "publisher_place", "Almaty"),
        ("book", "pagetotal = {240}", "number_of_pages", "240"),
        ("book", "volumes = {3}", "number_of_volumes", "3"),
        ("book", "maintitle = {All Works}", "container_title", "All Works"),
        ("book", "origtitle = {Книга}", "original_title", "Книга"),
        ("inbook", "booktitle = {B}, booksubtitle = {S}", "container_title", "B: S"),
        ("inbook", "booktitle = {B}, chapter = {7}", "chapter_number", "7"),
        ("inproceedings", "booktitle = {B}, organization = {Society}", "publisher", "Society"),
        ("inproceedings", "booktitle = {B}, eventtitle = {Meeting}", "event_title", "Meeting"),
        ("inproceedings", "booktitle = {B}, address = {New York}, location = {Oslo}", "event_place", "Oslo"),
        ("phdthesis", "school = {University of Example}", "publisher", "University of Example"),
        ("phdthesis", "", "genre", "PhD thesis"),
        ("thesis", "type = {mathesis}", "genre", "Master’s thesis"),
        ("techreport", "institution = {Institute}", "publisher", "Institute"),
        ("techreport", "number = {TR-7}", "number", "TR-7"),
        ("misc", "eprint = {2301.00001}, archiveprefix = {arXiv}", "number", "arXiv:2301.00001"),
        ("misc", "note = {Unpublished talk}", "note", "Unpublished talk"),
        ("misc", "pubstate = {inpress}", "status", "inpress"),
        ("misc", "version = {1.2}", "version", "1.2"),
        ("misc", "language = {Kazakh}", "language", "kk"),
        ("misc", r"howpublished = {Available at \url{https://example.org/~a\_b}}", "url", "https://example.org/~a_b"),
        ("misc", r"note = {\url{https://example.org/a}. In Russian}", "note", ". In Russian"),
        ("misc", r"url = {https://example.org/a\_b{\%}20c}", "url", "https://example.org/a_b%20c"),
        ("misc", "doi = {{10.5555/a--b~c}}", "doi", "10.5555/a--b~c"),
    ],
)
def test_fields_are_converted_to_csl_fields(reading: Reading, kind: str, field: str, path: str, text: str):
    assert item(reading, f"title = {{T}}, {field}", kind).text(path) == text


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 1990", Date((1990,))),
        ("year = {1990}, month = oct", Date((1990, 10))),
        ('year = {1990}, month = oct # "~12"', Date((1990, 10, 12))),
        ('year = "1990", month = {12}, day = {5}', Date((1990, 12, 5))),
        ("year = {1990}, month = {mayo}", Date((1990, 5))),
        ('year = 1990, month = jul # "--" # aug', Date((1990, 7), (1990, 8))),
        ("year = {1990}, month = {Spring}", Date((1990,), season=1)),
        ("year = {1990}, month = {first half}", Date((1990,))),
        ("year = {in press}", Date(raw="in press")),
        ("date = {1990-10-12}", Date((1990, 10, 12))),
        ("date = {1990/1992}", Date((1990,), (1992,))),
        ("date = {1984~}", Date((1984,), circa=True)),
    ],
)
def test_dates_are_read_from_all_their_fields(reading: Reading, fields: str, date: Date):
    assert item(reading, fields).issued == date


def test_the_date_of_access_is_read_from_a_field_or_a_note(reading: Reading):
    assert item(reading, "urldate = {2020-01-15}", "online").accessed == Date((2020, 1, 15))
    assert item(reading, "note = {[Online; accessed 22-July-2004]}", "online").accessed == Date((2004, 7, 22))
    assert item(reading, "note = {Accessed: 2020-01-15}", "online").accessed == Date((2020, 1, 15))
    assert item(reading, "note = {Accessed by all}", "online").accessed is None


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Nye, Joseph S.", [Name(family="Nye", given="Joseph S.")]),
        ("Joseph S. Nye", [Name(family="Nye", given="Joseph S.")]),
        ("Nye, Jr., Joseph S.", [Name(family="Nye", given="Joseph S.", suffix="Jr.")]),
        ("Nye, Joseph S., Jr.", [Name(family="Nye", given="Joseph S.", suffix="Jr.")]),
        ("Ludwig van Beethoven", [Name(family="Beethoven", given="Ludwig", non_dropping_particle="van")]),
        ("de la Vall{\\'e}e Poussin, Charles", [Name(family="Vallée Poussin", given="Charles", non_dropping_particle="de la")]),
        ("de Gaulle", [Name(family="Gaulle", non_dropping_particle="de")]),
        ("given=Hans, family=Harman, prefix=von", [Name(family="Harman", given="Hans", non_dropping_particle="von")]),
        ("{World Bank} and Doe, Jane", [Name(literal="World Bank"), Name(family="Doe", given="Jane")]),
        ("{Barnes and Noble}", [Name(literal="Barnes and Noble")]),
        ("UNESCO", [Name(literal="UNESCO")]),
        ("Doe, Jane and others", [Name(family="Doe", given="Jane"), Name(literal="others")]),
        ("Doe, Jane and {others}", [Name(family="Doe", given="Jane"), Name(literal="others")]),
        ("Doe, Jane AND Roe, Rick", [Name(family="Doe", given="Jane"), Name(family="Roe", given="Rick")]),
        ("Ferdinand Roe and\n   Sandra Doe", [Name(family="Roe", given="Ferdinand"), Name(family="Doe", given="Sandra")]),
        ("Әуезов, М. О.", [Name(family="Әуезов", given="М. О.")]),
        ("Иванов И. И.", [Name(literal="Иванов И. И.")]),
        ("Nye J.S.", [Name(literal="Nye J.S.")]),
        ("Doe, J., Roe, R., Poe, E.", [Name(literal="Doe, J., Roe, R., Poe, E.")]),
        ("Jane~B. Doe", [Name(family="Doe", given="Jane B.")]),
        (r"\c{S}ahin, \.{I}smail", [Name(family="Şahin", given="İsmail")]),
        ("Doe, Jane and  and ", [Name(family="Doe", given="Jane")]),
    ],
)
def test_names_are_split_like_in_bibtex(reading: Reading, written: str, names: list[Name]):
    assert list(item(reading, f"author = {{{written}}}").author) == names


def test_editors_may_have_another_role(reading: Reading):
    entry = item(reading, "editor = {Doe, Jane}, editortype = {compiler}, translator = {Roe, Rick}", "book")

    assert entry.contributors == {"compiler": (Name(family="Doe", given="Jane"),)}
    assert entry.translator == (Name(family="Roe", given="Rick"),)


def test_missing_fields_are_inherited_from_parents(reading: Reading):
    article = bib(
        reading,
        r"""
@incollection{part, crossref = {WHOLE}, author = {Roe, R.}, title = {A Part}, pages = {1--9}}
@inproceedings{talk, crossref = {meeting}, author = {Poe, E.}, title = {A Talk}}
@article{note, xdata = {journal, when}, title = {A Note}}
@collection{whole, editor = {Doe, J.}, title = {The Whole}, subtitle = {All of It}, publisher = {P}, date = {2001},
  doi = {10.5555/whole}, isbn = {978-3-16-148410-0}}
@proceedings{meeting, title = {Their Title}, booktitle = {The Title for Parts}, year = 2002, month = may}
@xdata{journal, journaltitle = {Journal of Examples}}
@xdata{when, date = {2003}}
""",
    )
    part, talk, note, whole, meeting = (reference.item for reference in article.references)

    assert not article.unreadable
    assert (part.title, part.container_title, part.publisher, part.issued) == ("A Part", "The Whole: All of It", "P", Date((2001,)))
    assert (part.author, part.editor) == ((Name(family="Roe", given="R."),), (Name(family="Doe", given="J."),))
    assert (part.doi, part.isbn) == ("", "")
    assert article.references[0].place("container_title").line == 5
    assert (talk.title, talk.container_title, talk.issued) == ("A Talk", "The Title for Parts", Date((2002, 5)))
    assert (note.container_title, note.issued) == ("Journal of Examples", Date((2003,)))
    assert (whole.title, whole.doi) == ("The Whole: All of It", "10.5555/whole")
    assert (meeting.title, meeting.container_title) == ("Their Title", "")


def test_cyclic_and_nested_parents_are_handled(reading: Reading):
    article = bib(
        reading,
        """
@inbook{a, crossref = {b}, title = {A}}
@book{b, crossref = {c}, title = {B}}
@mvbook{c, title = {C}, publisher = {P}}
@misc{d, crossref = {e}}
@misc{e, crossref = {d}, publisher = {Q}}
""",
    )
    a, b, _, d, _ = (reference.item for reference in article.references)

    assert (a.container_title, a.collection_title, a.publisher) == ("B", "C", "P")
    assert (b.title, b.container_title) == ("B", "C")
    assert d.publisher == "Q"


def test_comments_preambles_and_abbreviations_are_not_entries(reading: Reading):
    article = bib(
        reading,
        r"""Free text between entries is a comment, e.g. one@example.org.
% @article{no1, title = {Not an entry}}
@comment{jabref-meta: databaseType:bibtex;}
@preamble{ "\newcommand{\noop}[1]{}" }
@STRING(JEX = {Journal of Examples})
@string{jexb = jex # " B"}
@IEEEtranBSTCTL{control, CTLuse_forced_etal = {yes}}
@article(yes, % a comment, with = signs {
  % year = 1999,
  journal = JexB, year = 2000, % another
  title = {50\% of 100% (nearly)}
)
""",
    )
    (reference,) = article.references

    assert not article.unreadable
    assert not article.unknown_fields
    assert (reference.id, reference.item.container_title) == ("yes", "Journal of Examples B")
    assert reference.item.title == "50% of 100% (nearly)"
    assert reference.item.issued == Date((2000,))


@pytest.mark.parametrize(
    ("broken", "wrong"),
    [
        ("@article{bad, title = {A} year = 2000}", '2:26 entry [bad]: no comma after the value of "title"'),
        ("@article{bad, title = {A, year = 2000}", '2:23 entry [bad]: unclosed brace in "title"'),
        (
            "@article{bad,\n title = {A,\n year = {2000},\n}",
            '3:10 entry [bad]: unclosed brace in "title"',
        ),
        ("@article{bad, title = {A}", "2:26 entry [bad]: the entry is never closed"),
        ('@article{bad, title = "A, year = 2000}', '2:23 entry [bad]: unclosed quotation mark in "title"'),
        ("@article{bad title = {A}}", "2:13 entry [bad]: no comma after the key"),
        ("@article{bad\n title = {A}}", "2:13 entry [bad]: no comma after the key"),
        ("@article{}", "2:1 the entry has no key"),
        ("@article{bad, title = Bare Words, year = 2000}", '2:23 entry [bad]: the value of "title" has no braces'),
        (
            "@article{bad, title = {A}}, year = {2000}, journal = {J}}",
            "2:26 entry [bad]: the entry is closed before its last fields",
        ),
        ("@article{bad, title {A}}", '2:15 entry [bad]: no "=" after "title"'),
        ("@article{bad, title = , year = 2000}", '2:23 entry [bad]: "title" has no value'),
        ("@article{bad, title = {A} extra}", '2:26 entry [bad]: text after the value of "title"'),
        ("@article{bad, {title} = {A}}", "2:15 entry [bad]: { where a field was expected"),
        ("@article{first, title = {Again}}", '2:10 the id "first" is already used on line 1'),
        ("@string{press = {A}", "2:20 the entry is never closed"),
    ],
)
def test_a_broken_entry_is_reported_and_does_not_affect_others(reading: Reading, broken: str, wrong: str):
    article = bib(reading, f"@article{{first, title = {{A}}}}\n{broken}\n@article{{last, title = {{Z}}}}\n")

    assert wrongs(article) == [wrong]
    assert [reference.id for reference in article.references] == ["first", "last"]
    assert article.unreadable[0].reference in ("bad", None)


def test_an_article_without_an_issue_has_the_date_of_its_early_access(reading: Reading):
    article = bib(
        reading,
        "@article{one, Title = {A}, Early Access Date = {MAR 2022}}\n"
        "@article{two, Title = {B}, Year = {2023}, Early Access Date = {MAR 2022}}\n"
        "@article{three, Title = {C}, EarlyAccessDate = {MAR 2022}}\n",
    )

    assert wrongs(article) == []
    assert article.unknown_fields == ()
    assert [str(reference.item.issued) for reference in article.references] == ["2022-03", "2023", "2022-03"]


def test_the_first_value_of_a_repeated_field_counts(reading: Reading):
    article = bib(reading, "@article{one, title = {A}, year = 2000, Year = 2001}\n@article{two, title = {B}, title = {B}}\n")

    assert wrongs(article) == ['1:41 the field "year" appears twice, first on line 1']
    assert [reference.item.year for reference in article.references] == [2000, None]


def test_a_repeated_field_with_the_same_value_or_never_printed_is_ignored(reading: Reading):
    fields = "year = 2000, year = {2000}, file = {a}, file = {b}, keywords = {a}, keywords = {b}, annote = {a}, annote = {b}"
    article = bib(reading, f"@article{{one, {fields}}}\n")

    assert wrongs(article) == []
    assert article.references[0].item.issued == Date((2000,))


def test_a_brace_after_an_escaped_backslash_closes_the_value(reading: Reading):
    work = item(reading, r"title = {Rivers}, keywords = {rivers\\}, file = {C\:\\rivers\\one.pdf}, year = 2000")

    assert (work.title, work.year) == ("Rivers", 2000)


def test_braces_in_an_issn_or_isbn_are_ignored(reading: Reading):
    work = item(reading, "issn = {0000-{000X}}, isbn = {{0-00-000000-0}}")

    assert (work.issn, work.isbn) == ("0000-000X", "0-00-000000-0")


def test_nothing_is_logged_about_broken_entries(reading: Reading, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        bib(reading, "@article{a, title = {A}\n@article{b, title = {B}}\n")

    assert not caplog.records


def test_fields_of_other_programs_are_accepted_but_misspelt_ones_are_reported(reading: Reading):
    article = bib(
        reading,
        """@artcle{one,
  auhtor = {Doe, Jane}, titel = {T}, jounal = {J}, authors = {Doe},
  file = {a.pdf}, groups = {g}, mendeley-tags = {x}, timestamp = {2020}, bdsk-url-1 = {u}, owner = {me}, biburl = {b},
  date-added = {2020}, note2 = {n}, OPTnote = {o}, adsurl = {u}, keywords-plus = {k}, fjournal = {J}, issue_date = {May}
}
@mytype{two, title = {T}}
""",
    )

    assert [(unknown.key, unknown.like, unknown.reference) for unknown in article.unknown_fields] == [
        ("artcle", "article", "one"),
        ("auhtor", "author", "one"),
        ("titel", "title", "one"),
        ("jounal", "journal", "one"),
        ("authors", "author", "one"),
        ("mytype", "", "two"),
    ]
    assert words(article, article.unknown_fields[1].location) == "auhtor"
    assert [reference.item.type for reference in article.references] == ["document", "document"]


def test_ignores_follow_a_percent_sign(reading: Reading):
    article = bib(
        reading,
        """@article{one,% kzcheck: ignore[REF201, ID301] seen on paper, page = 5
  title = {50\\% kzcheck: ignore[REF202]},
  year = 2000, % kzcheck: ignore[REF208] so printed
}
% kzcheck: ignore this
""",
    )

    assert [(ignore.codes, ignore.reason, ignore.reference, ignore.location.line) for ignore in article.ignores] == [
        (("REF201", "ID301"), "seen on paper, page = 5", "one", 1),
        (("REF208",), "so printed", None, 3),
    ]
    assert wrongs(article) == ["5:1 an ignore names no codes"]
    assert article.references[0].item.title == "50% kzcheck: ignore[REF202]"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff@article{one, title = {T}}".encode(),
        "@article{one, title = {T}}".encode("utf-16"),
        b"@article{one,\r\n  title = {T}\r\n}\r\n",
        b"@article{one,\r  title = {T}\r}\r",
    ],
)
def test_byte_order_marks_and_line_endings_make_no_difference(reading: Reading, text: bytes):
    article = reading(text, name="REFS.BIB")

    assert [(reference.id, reference.item.title) for reference in article.references] == [("one", "T")]


def test_an_entry_without_a_key_has_its_number(reading: Reading):
    article = bib(
        reading, "@book{title = {A}}\n@book{, title = {B}}\n@book{4, title = {C}}\n@book{\n  title = {D}}\n@book{x, title = {E}}\n"
    )

    assert not article.unreadable
    assert [(reference.id, reference.item.title) for reference in article.references] == [
        ("1", "A"),
        ("2", "B"),
        ("4", "C"),
        ("#4", "D"),
        ("x", "E"),
    ]


@pytest.mark.parametrize("options", ["dataonly", "dataonly=true", "useprefix, dataonly = {true}", "skipbib", "DataOnly"])
def test_an_entry_that_is_only_data_for_others_is_not_a_reference(reading: Reading, options: str):
    article = bib(
        reading, f"@book{{a, title = {{A}}, options = {{{options}}}}}\n@incollection{{b, title = {{B}}, crossref = {{a}}}}\n"
    )

    assert [(reference.id, reference.item.container_title) for reference in article.references] == [("b", "A")]


def test_entries_that_an_entry_names_are_related_to_it(reading: Reading):
    first = "@book{a, title = {A}, related = {b, c}, relatedtype = {reprintof}}\n"
    article = bib(reading, f"{first}@book{{b, title = {{B}}}}\n@inbook{{d, title = {{D}}, crossref = {{a}}}}")

    assert not article.unreadable
    assert {reference.id: reference.related for reference in article.references} == {"a": ("b", "c"), "b": (), "d": ("a",)}


@pytest.mark.parametrize("options", ["useprefix", "dataonly=false", "skipbib = {false}", "skipbiblist"])
def test_other_options_leave_an_entry_in_the_list(reading: Reading, options: str):
    assert bib(reading, f"@book{{a, title = {{A}}, options = {{{options}}}}}").references


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("journal = {\\apj}", "The Astrophysical Journal"),
        ("journal = {{\\mnras}}", "Monthly Notices of the Royal Astronomical Society"),
        ("journal = {\\prd,}", "Physical Review D"),
        ("journal = {\\unknownjournal}", "\\unknownjournal"),
    ],
)
def test_commands_for_journals_of_astronomy_become_their_names(reading: Reading, field: str, title: str):
    assert item(reading, field).container_title == title


@pytest.mark.parametrize("text", ["no list", "% a comment only\n", "@comment{x}\n", "mail@example.org {x}\n"])
def test_a_file_without_entries_is_refused(refusing: Refusing, text: str):
    assert refusing(text, name=BIB) == ("refs.bib: no entry in this file; write one such as @article{key, title = {…}}",)


def test_abbreviations_that_double_each_other_are_refused(refusing: Refusing):
    doubling = "".join(f"@string{{a{number + 1} = a{number} # a{number}}}\n" for number in range(60))
    (problem,) = refusing(f"@string{{a0 = {{xxxxxxxx}}}}\n{doubling}@misc{{k, title = a60}}\n", name=BIB)

    assert "stand for more text than can be read" in problem


def test_deep_nesting_and_long_values_are_handled(reading: Reading):
    deep = 50_000
    braces = bib(reading, f"@misc{{k, title = {{{'{' * deep}T{'}' * deep}}}, author = {{{'{' * deep}N{'}' * deep}}}}}")
    assert (braces.references[0].item.title, braces.references[0].item.author) == ("T", (Name(literal="N"),))

    long = bib(reading, f"@misc{{k, abstract = {{{'word ' * 200_000}}}, author = {{{'Doe, Jane and ' * 5_000}others}}}}")
    assert len(long.references[0].item.author) == 5_001


def test_latex_in_a_bibtex_file_is_not_reported_as_markup(tmp_path: Path):
    path = tmp_path / BIB
    path.write_text(
        r"@article{one, title = {On {\mymacro} and $\frac{a}{b}$ in {DNA}}, journal = {Journal of Examples}, year = 2000}", "utf-8"
    )
    report = pipeline.audit(pipeline.AuditRequest(path=path, settings=Settings(select=("REF",)), offline=True), NOW)

    assert not [finding for finding in report.findings if finding.code == "REF215"]


PIECES = st.sampled_from(
    [
        *"@article{key, @book{ @string{m= @comment{ @preamble{ @xdata{x, @ { } ( ) \" , = # % \\ ~ $ ' and others".split(),
        *"title author journal year month date crossref xdata editor url note pages howpublished eprint doi".split(),
        *r"= {A} {B}, {\'e} \emph{ \url{ $x_1$ -- 2000 jan m key x".split(),
        "\n",
        "\r\n",
        "\n@",
        "ü",
        "% kzcheck: ignore[REF201]",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60))
def test_any_text_is_read_with_valid_locations_or_refused(text: str):
    source = Source(BIB, text)
    try:
        listed = bibtex.read(source)
        assert listed.root is not None
        article = references.read(source, listed.root)
    except UnreadableError:
        return
    lines = len(source.starts)
    places = [place for reference in article.entries for place in (reference.location, *reference.places.values())]
    places += [problem.location for problem in (*article.unreadable, *listed.unreadable, *listed.unknown)]
    for place in places:
        assert 1 <= place.line <= place.end_line <= lines
        start = source.starts[place.line - 1] + place.column - 1
        end = source.starts[place.end_line - 1] + place.end_column - 1
        assert 0 <= start <= end <= len(text)


VALUES = st.text(st.characters(exclude_characters="{}\\\"%$~`'-@#", exclude_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.dictionaries(st.sampled_from(["title", "publisher", "edition", "volume", "series"]), VALUES, min_size=1), VALUES)
def test_plain_values_are_read_back_unchanged(fields: dict[str, str], name: str):
    text = (
        "@book{k,\n" + "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items()) + f"  author = {{{{{name}}}}}\n}}"
    )
    source = Source(BIB, text)
    root = bibtex.read(source).root
    assert root is not None
    (reference,) = references.read(source, root).entries
    entry = reference.item

    assert entry.author == (Name(literal=composed(name)),)
    for field, value in fields.items():
        path = "collection_title" if field == "series" else field
        place = reference.places[path]
        assert entry.text(path) == composed(value)
        assert text[source.starts[place.line - 1] + place.column - 1 :].startswith(value)


def test_an_entry_can_be_cited_by_its_other_keys(reading: Reading):
    article = reading("@book{a, ids = {b, c}, title = {T}}\n@inbook{d, crossref = {a}, title = {U}}\n", name="refs.bib")

    assert [reference.aliases for reference in article.references] == [("b", "c"), ()]
    assert article.references[1].related == ("a",)
