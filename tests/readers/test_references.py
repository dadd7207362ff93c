"""References: what is read, which faults refuse an entry, and which words are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.csl import Date, Name

if TYPE_CHECKING:
    from conftest import Reading, Refusing
    from kzcheck.article import Article
    from kzcheck.csl import Item


def item(reading: Reading, fields: str) -> Item:
    """Return the only item of a list, with these lines after its id and no problems."""
    article = reading("references:\n- id: '1'\n" + "".join(f"  {line}\n" for line in fields.strip().split("\n")))
    assert not article.unreadable
    return article.references[0].item


def wrongs(article: Article) -> list[str]:
    return [
        f"{problem.location.line}:{problem.location.column} {str(problem.wrong).partition('; expected')[0]}"
        for problem in article.unreadable
    ]


def test_an_entry_written_by_pandoc_is_read(reading: Reading):
    article = reading("""\
---
references:
- id: nye1990
  type: article-journal
  author:
  - family: Nye
    given: J. S.
  - literal: UNESCO
  title: 'Soft Power: <i>a</i> view'
  container-title: Foreign Policy
  issued:
  - year: 1990
    month: 5
  volume: 07
  DOI: 10.5555/12345678
  collection-title: Series
  scale: 1:2000
  guest: [{literal: A Guest}]
  custom: {printed: "Nye J.S. Soft Power", mine: [1, 2]}
...
""")
    (reference,) = article.references
    entry = reference.item

    assert (entry.id, entry.type, entry.title) == ("nye1990", "article-journal", "Soft Power: <i>a</i> view")
    assert entry.author == (Name(family="Nye", given="J. S."), Name(literal="UNESCO"))
    assert entry.issued == Date((1990, 5))
    assert (entry.volume, entry.doi, entry.collection_title) == ("07", "10.5555/12345678", "Series")
    assert entry.other == {"scale": "1:2000"}
    assert entry.contributors == {"guest": (Name(literal="A Guest"),)}
    assert reference.printed == "Nye J.S. Soft Power"
    assert not article.unreadable
    assert not article.unknown_fields


def test_an_archived_copy_is_read_with_its_location(reading: Reading):
    copy = "https://web.archive.org/web/2018/https://example.org/a"
    first, second, third = reading(
        f"- {{id: 1, URL: 'https://example.org/a', custom: {{archived: '{copy}'}}}}\n"
        "- {id: 2, archive_location: Box 4, note: 'archived: https://example.org/b', custom: {archived: 2018-03-02}}\n"
        "- {id: 3, custom: {archived: ~}}\n"
    ).references

    assert first.archived == copy
    assert str(first.place("custom.archived")) == "references.yaml:1:60"
    assert first.urls == {"url": "https://example.org/a", "custom.archived": copy}
    assert (second.archived, second.urls) == ("2018-03-02", {})
    assert (third.archived, third.urls) == ("", {})


def test_an_entry_whose_copy_is_not_a_text_is_refused(reading: Reading):
    article = reading("- {id: 1, custom: {archived: [https://example.org/a]}}\n- {id: 2}\n")

    assert [reference.id for reference in article.references] == ["2"]
    assert [problem.reference for problem in article.unreadable] == ["1"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- id: 1\n", "list.yaml"),
        ("references:\n- id: 1\n", "list.yml"),
        ("items: [{id: 1}]\n", "list.yaml"),
        ('[{"id": "1"}]', "list.json"),
        ('{"references": [{"id": 1}]}', "LIST.JSON"),
        ('{"items": [{"id": 1}]}', "list.json"),
    ],
)
def test_a_list_may_be_bare_or_under_references_or_items(reading: Reading, text: str, name: str):
    assert [reference.id for reference in reading(text, name=name).references] == ["1"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("1990", Date((1990,))),
        ("2004-05-31", Date((2004, 5, 31))),
        ("2004/2006", Date((2004,), (2006,))),
        ("1984~", Date((1984,), circa=True)),
        ("2004-22", Date((2004,), season=2)),
        ("31.05.2004", Date((2004, 5, 31))),
        ("n.d.", Date(raw="n.d.")),
        ("{date-parts: [[2004, 5, 31]]}", Date((2004, 5, 31))),
        ('{date-parts: [["2004", "05"], [2005]], circa: true}', Date((2004, 5), (2005,), circa=True)),
        ("{date-parts: [[2004]], circa: false}", Date((2004,))),
        ("{date-parts: [[2004, 2, 31]]}", Date((2004, 2, 31))),
        ("{date-parts: [[2004, 13]]}", Date((2004, 13))),
        ("{date-parts: [[2004, 21]]}", Date((2004,), season=1)),
        ("{date-parts: [[2004]], season: 3}", Date((2004,), season=3)),
        ("{date-parts: [[2004]], season: осень}", Date((2004,), raw="осень")),
        ("{date-parts: [[2004, '', '']]}", Date((2004,))),
        ("{date-parts: [[-44]]}", Date((-44,))),
        ("{raw: 2004-05}", Date((2004, 5))),
        ("{literal: б. г.}", Date(raw="б. г.")),
        ("[{year: 2004, month: 5, day: 31}]", Date((2004, 5, 31))),
        ("[{year: 2004}, {year: 2006}]", Date((2004,), (2006,))),
        ("{year: 2004}", Date((2004,))),
        ("{date-parts: [[~]]}", None),
        ("{date-parts: []}", None),
        ("~", None),
        ("''", None),
        ("{}", None),
        ("[]", None),
    ],
)
def test_all_forms_of_dates_are_read(reading: Reading, written: str, date: Date | None):
    assert item(reading, f"issued: {written}").issued == date


def test_a_date_of_100_000_characters_is_kept_as_text(reading: Reading):
    text = "May" + " " * 100_000 + "2004"

    assert item(reading, f'issued: "{text}"').issued == Date(raw=text)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("[2004, 5]", "3:11 issued is not a date"),
        ("[{year: 1}, {year: 2}, {year: 3}]", "3:11 issued is not a date"),
        ("{date-parts: [2004, 5]}", "3:24 issued: date-parts is not a list of one or two dates"),
        ("{date-parts: 2004}", "3:24 issued: date-parts is not a list of one or two dates"),
        ("{date-parts: [[1], [2], [3]]}", "3:24 issued: date-parts is not a list of one or two dates"),
        ("{date-parts: [[2004, May]]}", '3:32 issued: the month is "May"'),
        ("{date-parts: [[~, 5]]}", '3:26 issued: the year is "~"'),
        ("{date-parts: [[[2004]]]}", "3:26 issued: the year is a list"),
        ("{date-parts: [[2004, 5, 3, 1]]}", "3:38 issued has more than year, month and day"),
        ("{date-parts: [[99999999999999]]}", '3:26 issued: the year is "99999999999999"'),
        ("{raw: [2004]}", "3:17 issued: raw is a list"),
    ],
)
def test_unreadable_dates_are_refused(reading: Reading, written: str, wrong: str):
    article = reading(f"references:\n- id: 1\n  issued: {written}\n- id: 2\n")

    assert wrongs(article) == [wrong]
    assert [reference.id for reference in article.references] == ["2"]


def test_the_first_value_of_a_repeated_key_counts(reading: Reading):
    article = reading("- {id: 1, title: A, title: B, issued: {year: 2004, year: 2005}, author: [{family: Roe, family: Doe}]}\n")

    assert wrongs(article) == [
        '1:21 the key "title" appears twice, first on line 1',
        '1:52 the key "year" appears twice, first on line 1',
        '1:88 the key "family" appears twice, first on line 1',
    ]
    (reference,) = article.references
    assert (reference.item.title, reference.item.year, reference.item.author[0].family) == ("A", 2004, "Roe")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("[{family: Nye, given: J.}]", (Name("Nye", "J."),)),
        ("{family: Nye}", (Name("Nye"),)),
        ("UNESCO", (Name(literal="UNESCO"),)),
        ("[UNESCO, {literal: WHO}]", (Name(literal="UNESCO"), Name(literal="WHO"))),
        (
            "[{family: Gogh, given: Vincent, non-dropping-particle: van, suffix: Jr.}]",
            (Name("Gogh", "Vincent", suffix="Jr.", non_dropping_particle="van"),),
        ),
        ("[{family: Beethoven, dropping-particle: van, static-ordering: false}]", (Name("Beethoven", dropping_particle="van"),)),
        ("[~, {family: Nye}, '']", (Name("Nye"),)),
        ("['1984']", (Name(literal="1984"),)),
        ("[]", ()),
        ("~", ()),
    ],
)
def test_all_forms_of_names_are_read(reading: Reading, written: str, names: tuple[Name, ...]):
    assert item(reading, f"author: {written}").author == names


def test_texts_are_kept_as_written_with_lines_joined_as_in_yaml(reading: Reading):
    entry = item(
        reading,
        """\
title: >
  A title
  in two lines
edition: yes
volume: 007
issue: 1e3
page: 12:30
number-of-pages: 240 p.
genre: ~
medium: "null"
note: "\\e[31mred\\0"
publisher: "  Press "
keyword: two
  words""",
    )

    assert entry.title == "A title in two lines"
    assert (entry.edition, entry.volume, entry.issue, entry.page, entry.number_of_pages) == ("yes", "007", "1e3", "12:30", "240 p.")
    assert (entry.genre, entry.medium, entry.note, entry.publisher) == ("", "null", "\x1b[31mred\0", "Press")
    assert entry.other["keyword"] == "two words"


def test_all_faults_of_an_entry_are_listed_and_only_that_entry_is_refused(reading: Reading):
    article = reading("""\
- id: 1
  title: {a: b}
  author: 1984
  editor: [{family: [x]}, {}, 12, [a], {family: Nye}]
  genre: [[{name: x}], y]
  custom: text
  title: again
- id: 2
""")

    assert wrongs(article) == [
        '7:3 the key "title" appears twice, first on line 2',
        "2:10 title is a mapping",
        "3:11 author 1 is a number",
        "4:21 editor 1: family is a list",
        "4:27 editor 2 is empty",
        "4:31 editor 3 is a number",
        "4:35 editor 4 is a list",
        "5:11 genre is a list",
        '6:11 "custom" is text',
    ]
    assert {problem.reference for problem in article.unreadable} == {"1"}
    assert [reference.id for reference in article.references] == ["2"]


def test_entries_without_an_id_are_identified_by_their_number(reading: Reading):
    article = reading("- title: x\n- text\n- [a]\n-\n- id: [1]\n- id: ''\n- id: ~\n- id: ok\n")

    assert wrongs(article) == [
        "1:3 entry 1 has no id",
        "2:3 entry 2 is text",
        "3:3 entry 3 is a list",
        "4:2 entry 4 is empty",
        "5:7 id is a list",
        "6:3 entry 6 has no id",
        "7:3 entry 7 has no id",
    ]
    assert [reference.id for reference in article.references] == ["ok"]


def test_the_first_of_two_entries_keeps_a_shared_id(reading: Reading):
    article = reading('- id: 3\n  title: first\n- id: "3"\n  title: second\n- id: 03\n')

    assert [(reference.id, reference.item.title) for reference in article.references] == [("3", "first"), ("03", "")]
    assert wrongs(article) == ['3:7 the id "3" is already used on line 1']
    assert str(article.unreadable[0].wrong).endswith("; expected a different id")


def test_unknown_keys_and_types_are_reported_with_the_nearest_known_one_and_ignored(reading: Reading):
    article = reading("""\
- id: 1
  Title: x
  container_title: x
  contianer-title: x
  Issued: x
  year: 2004
  journal: x
  pages: 3
  colour: red
  type: artcle-journal
  author: {familly: Nye, given: J.}
- id: 2
  type: zine
  issued: {date_parts: [[2004]]}
""")
    unknown = {unknown.key: (unknown.like, unknown.reference) for unknown in article.unknown_fields}
    first, second = article.references

    assert unknown == {
        "Title": ("title", "1"),
        "container_title": ("container-title", "1"),
        "contianer-title": ("container-title", "1"),
        "Issued": ("issued", "1"),
        "year": ("issued", "1"),
        "journal": ("container-title", "1"),
        "pages": ("page", "1"),
        "colour": ("", "1"),
        "artcle-journal": ("article-journal", "1"),
        "familly": ("family", "1"),
        "zine": ("", "2"),
        "date_parts": ("date-parts", "2"),
    }
    assert (first.item.title, first.item.type, first.item.page, first.item.issued) == ("", "", "", None)
    assert first.item.author == (Name(given="J."),)
    assert (second.item.type, second.item.issued) == ("", None)
    assert not article.unreadable


def test_keys_under_custom_are_not_checked(reading: Reading):
    assert not reading("- id: 1\n  custom: {titel: x, deep: {any: [1]}}\n  categories: [a]\n").unknown_fields


def test_locations_are_those_of_the_values(reading: Reading):
    article = reading("""\
references:
- id: "7"
  type: book
  title: "Quoted"
  container-title: Plain words
  author:
  - {family: Nye, given: J. S.}
  - UNESCO
  issued: 2004
  abstract: |
    One
    two
  custom: {printed: As printed}
""")
    (reference,) = article.references

    assert reference.location == reference.place("id")
    assert {path: str(place).partition(":")[2] for path, place in reference.places.items()} == {
        "id": "2:7",
        "type": "3:9",
        "title": "4:10",
        "container_title": "5:20",
        "author": "7:3",
        "author.0": "7:5",
        "author.0.family": "7:14",
        "author.0.given": "7:26",
        "author.1": "8:5",
        "issued": "9:11",
        "abstract": "10:13",
        "custom.printed": "13:21",
    }
    title = reference.place("title")
    assert (title.end_line, title.end_column) == (4, 18)
    abstract = reference.place("abstract")
    assert (abstract.end_line, abstract.end_column) == (12, 8)
    assert reference.place("author.0.suffix") == reference.place("author.0")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("references:\n", "1:12: `references:` is empty; give a list of entries, each with `- id: …`"),
        ("references: {a: b}\n", "1:13: `references:` is a mapping; give a list of entries, each with `- id: …`"),
        ("references: text\n", "1:13: `references:` is text; give a list of entries, each with `- id: …`"),
        ("refrences: []\n", '1:1: the key "refrences" is not known; write "references"'),
        ("id: 1\ntitle: x\n", "1:1: no list of references in this mapping; write `references:` and a list"),
        ("just text\n", "1:1: text stands where the list of references is due; write a list of entries, each with `- id: …`"),
        ("references: []\nreferences: []\n", '2:1: the key "references" appears twice, first on line 1; expected each key once'),
    ],
)
def test_a_file_without_a_list_is_refused(refusing: Refusing, text: str, line: str):
    assert refusing(text) == (f"references.yaml:{line}",)


def test_other_keys_next_to_the_list_are_reported(reading: Reading):
    article = reading("lang: ru\nreferences: []\nitems: []\n")

    assert [unknown.key for unknown in article.unknown_fields] == ["lang", "items"]


def test_aliases_and_merge_keys_are_resolved(reading: Reading):
    article = reading("""\
- &first
  id: 1
  title: A
  author: &people [{family: Nye}]
- {id: 2, author: *people, <<: *first}
""")

    assert [(reference.id, reference.item.title, reference.item.author) for reference in article.references] == [
        ("1", "A", (Name("Nye"),)),
        ("2", "A", (Name("Nye"),)),
    ]


def test_a_title_of_100_000_characters_is_read(reading: Reading):
    title = "word " * 20_000

    assert item(reading, f"title: {title}").title == title.strip()


@pytest.mark.parametrize("key", ["DOI", "PMID", "PMCID", "citation-key", "standard_citation"])
def test_an_entry_without_id_is_identified_by_another_key(reading: Reading, key: str):
    article = reading(f"- {key}: PMC1234567\n  title: T\n")

    assert [reference.id for reference in article.references] == ["PMC1234567"]
    assert not article.unreadable
    assert not article.unknown_fields
