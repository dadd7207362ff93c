"""A document becomes an article: references, claims that cite, statements without a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from kzcheck.article import ARCHIVED, Article, Location, Reference
from kzcheck.csl import Item
from kzcheck.document import Block, Cite, Document, Run
from kzcheck.readers.articles import article_of
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.document import BlockKind

DOE = "Doe J. Rivers that move. Exampleton: Example Press, 2004. 240 p."
ROE = "Roe M. Roads and bridges // Journal of Examples. 2011. Vol. 7, № 2. P. 103–122. https://doi.org/10.5555/roads"
POE = "Poe A. Lakes [Electronic resource]. 2019. URL: https://example.org/lakes (accessed: 19.03.2024)."
LIST = ("References", f"1. {DOE}", f"2. {ROE}", f"3. {POE}")

Part = str | tuple["BlockKind", str] | Block


def block(kind: BlockKind, text: str, label: str = "") -> Block:
    return Block(kind, (Run(text, 0, len(text)),), label=label)


def document(*parts: Part) -> Document:
    """Return a document of blocks; the places of their runs are those in its text, one block to a line."""
    blocks: list[Block] = []
    texts: list[str] = []
    length = 0
    for part in parts:
        made = part if isinstance(part, Block) else block(*(("paragraph", part) if isinstance(part, str) else part))
        runs: list[Run] = []
        for run in made.runs:
            runs.append(Run(run.text, length, length + len(run.text), run.superscript, run.italic, run.link, run.note, run.cites))
            length += len(run.text)
        length += 1
        blocks.append(Block(made.kind, tuple(runs), made.level, made.label, made.anchor))
        texts.append(made.text)
    return Document("text", {"paper.txt": "\n".join(texts) + "\n"}, tuple(blocks))


def read(*parts: Part, works: Sequence[Mapping] = (), listed: Sequence[Reference] = ()) -> Article:
    return article_of(Manuscript(document(*parts), [*works]), listed)


def work(key: str, title: str, **texts: str) -> Mapping:
    """Return a work as a reader describes it in fields."""
    values = {"id": key, "type": "book", "title": title, **texts}
    return Mapping({name: Scalar(value, 0, 1) for name, value in values.items()}, [Scalar(name, 0, 1) for name in values], [], 0, 1)


def cited(article: Article) -> list[tuple[str, list[str]]]:
    return [(claim.text, [citation.reference for citation in claim.citations]) for claim in article.claims if claim.citations]


def words(article: Article, place: Location) -> str:
    lines = article.sources[place.file].split("\n")
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def test_typed_entries_are_references_by_their_numbers():
    article = read("The river moved [1]. The road did not [2].", *LIST)

    assert [(reference.id, reference.printed) for reference in article.references] == [("1", DOE), ("2", ROE), ("3", POE)]
    assert cited(article) == [("The river moved [1].", ["1"]), ("The road did not [2].", ["2"])]
    assert [words(article, reference.location) for reference in article.references] == [DOE, ROE, POE]


def test_typed_entries_have_the_fields_that_are_surely_read_from_their_words():
    doe, roe, poe = read(*LIST).references

    assert ([name.family for name in doe.item.author], doe.item.year, doe.item.number_of_pages) == (["Doe"], 2004, "240")
    assert (roe.item.title, roe.item.doi) == ("Roads and bridges", "10.5555/roads")
    assert (roe.item.container_title, roe.item.volume, roe.item.issue, roe.item.page) == (
        "Journal of Examples",
        "7",
        "2",
        "103–122",
    )
    assert (poe.item.url, str(poe.item.accessed)) == ("https://example.org/lakes", "2024-03-19")
    assert ARCHIVED not in poe.urls


def test_what_is_read_with_doubt_is_named_and_left_out():
    for reference in read(*LIST).references:
        assert not any(reference.item.has(field) for field in reference.doubtful if field != "note")


def test_people_and_year_that_the_beginning_surely_gives_are_known_even_if_the_rest_is_in_doubt():
    entries = ("Doe J. Lakes rivers 7 12 roads // 2004.", "———. Lakes // Bulletin. 2006. № 3. P. 4–5.")
    for reference in read("References", *entries).references:
        assert [name.family for name in reference.item.author] == ["Doe"]
        assert {"author", "issued"}.isdisjoint(reference.doubtful)


def test_entries_without_numbers_have_their_position_as_id():
    assert [reference.id for reference in read("Bibliography", DOE, ROE, POE).references] == ["1", "2", "3"]


def test_keys_of_entries_are_their_ids():
    article = read(block("entry", DOE, label="doe"), block("entry", ROE, label="roe"))

    assert [reference.id for reference in article.references] == ["doe", "roe"]


def test_a_number_that_two_entries_have_means_the_first():
    article = read("The river moved [1].", "References", f"[1] {DOE}", f"[1] {ROE}", f"[2] {POE}")

    assert [reference.id for reference in article.references] == ["1", "#2", "2"]
    assert cited(article) == [("The river moved [1].", ["1"])]
    (note,) = article.unreadable
    assert (note.wrong.code, note.wrong.repeated, words(article, note.location)) == ("repeated-number", True, ROE)


def test_numbers_that_begin_again_in_each_part_name_no_entry():
    entries = (
        "Kitaplar:",
        block("item", DOE, label="1"),
        block("item", ROE, label="2"),
        "Makaleler:",
        block("item", POE, label="1"),
    )
    article = read("The river moved [1].", "Kaynakça", *entries)

    assert [reference.id for reference in article.references] == ["1", "2", "3"]
    assert not cited(article)
    assert not article.unreadable


def test_each_chapter_cites_its_own_list():
    prose = ["The rivers of the region have moved more than once, as everybody who lives there knows."] * 40
    article = read("The river moved [1].", *LIST[:3], *prose, "The lake did not [1].", "References", f"1. {POE}", f"2. {DOE}")

    assert [reference.id for reference in article.references] == ["1", "2", "2.1", "2.2"]
    assert cited(article) == [("The river moved [1].", ["1"]), ("The lake did not [1].", ["2.1"])]


def test_a_work_described_in_fields_has_the_words_and_place_of_its_printed_entry():
    article = read(*LIST, works=[work("zotero-7", "Roads and bridges"), work("zotero-9", "Rivers that move")])

    assert [(reference.id, reference.printed) for reference in article.references] == [
        ("zotero-9", DOE),
        ("zotero-7", ROE),
        ("3", POE),
    ]
    assert [words(article, reference.location) for reference in article.references] == [DOE, ROE, POE]


def test_a_work_that_is_not_printed_comes_last():
    article = read(*LIST, works=[work("a", "Seas"), work("b", "Rivers that move")])

    assert [reference.id for reference in article.references] == ["b", "2", "3", "a"]


def test_a_list_beside_the_manuscript_takes_the_place_of_the_printed_one():
    listed = [Reference(Item("doe2004", title="Rivers that move", issued=None), Location("list.bib", 1, 1, 1, 2))]
    article = read("The river moved [1].", *LIST, listed=listed)

    assert [(reference.id, reference.printed) for reference in article.references] == [("doe2004", DOE), ("2", ROE), ("3", POE)]


def test_a_library_beside_the_manuscript_is_kept_as_it_is():
    listed = [
        Reference(Item(f"k{n}", title=f"A work about nothing, part {n}"), Location("list.bib", n, 1, n, 2)) for n in range(1, 9)
    ]

    assert [reference.id for reference in read(*LIST, listed=listed).references] == [f"k{n}" for n in range(1, 9)]


def test_recommended_works_need_not_be_cited():
    article = read("The river moved [1].", *LIST[:3], ("heading", "Further reading"), POE)

    assert [citation.reference for citation in article.cited] == [article.references[2].id]


RUSSIAN = ("Иванов И.И. Реки. М.: Пример, 2004. 240 с.", "Петров П.П. Дороги // Вестник. 2011. Т. 7, № 2. С. 103–122.")
LATIN = ("Ivanov I.I. Reki. Moscow: Primer, 2004. 240 p.", "Petrov P.P. Dorogi. Vestnik, 2011, vol. 7, no. 2, pp. 103–122.")


def test_an_entry_of_a_parallel_list_belongs_to_its_reference():
    article = read("Литература", *RUSSIAN, "References", *LATIN)

    assert [(reference.printed, reference.parallel) for reference in article.references] == [*zip(RUSSIAN, LATIN, strict=True)]


def test_citations_in_tables_captions_and_notes_are_not_claims():
    article = read(
        ("heading", "Rivers"),
        "The river moved.",
        ("cell", "as in [1]"),
        ("caption", "Figure 1. A map [2]"),
        *LIST,
        ("note", "See [3]."),
    )

    assert not cited(article)
    assert [citation.reference for citation in article.cited] == ["1", "2", "3"]


def test_a_claim_knows_its_place():
    article = read(("heading", "Rivers"), "Rivers are long.", "Roads are not. The “river of rivers” moved [1].", *LIST)
    (claim,) = article.claims

    assert (claim.section, claim.paragraph, claim.at.line if claim.at else 0) == ("Rivers", "2", 3)
    assert words(article, claim.location) == claim.text == "The “river of rivers” moved [1]."
    assert words(article, claim.citations[0].location) == "1"
    assert claim.quotations == ("river of rivers",)


DATED = "The Invented Rivers Society was founded in Exampleton in 1883."


def uncited(*parts: Part) -> list[str]:
    return [claim.text for claim in read(*parts, *LIST).claims if not claim.citations]


LONG = "Rivers carry what they take from the hills and leave it where they slow down, and the old maps of the valley show how they"


def test_a_sentence_that_a_page_break_parts_is_one():
    article = read(f"{LONG} lead it from the hills to", "the plain [1]. Lakes do not [2].", *LIST)

    assert article.claims[0].text == f"{LONG} lead it from the hills to the plain [1]."
    assert (article.claims[0].location.line, article.claims[0].location.end_line) == (1, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG} move.", "the plain is old [1]."),
        (f"{LONG} move", "The plain is old [1]."),
        ("Rivers move", "the plain is old [1]."),
        (f"{LONG} move:", "the plain is old [1]."),
        (f"{LONG} move", ("item", "the plain is old [1].")),
    ],
)
def test_sentences_of_two_paragraphs_are_two(first: str, second: Part):
    assert [claim.text.lower() for claim in read(first, second, *LIST).claims][-1] == "the plain is old [1]."


def test_a_checkable_statement_without_a_source_is_a_claim():
    assert uncited(("heading", "Rivers"), DATED, "Rivers are long and roads are not, as everybody knows.") == [DATED]


def test_statements_under_a_heading_below_methods_or_results_need_no_source():
    def heading(level: int, text: str) -> Block:
        return Block("heading", (Run(text, 0, len(text)),), level=level)

    assert not uncited(heading(1, "Introduction"), "Rivers move.", heading(1, "Results"), heading(2, "Lakes"), DATED)
    assert uncited(heading(1, "Results"), "Rivers move.", heading(1, "Discussion"), heading(2, "Lakes"), DATED) == [DATED]
    title = heading(1, "A method of measuring rivers")
    assert uncited(title, heading(2, "Introduction"), "Rivers move.", heading(2, "Lakes"), DATED) == [DATED]


@pytest.mark.parametrize("section", ["Abstract", "Methods", "4. Results", "Conclusion", "Acknowledgements", "Выводы", "Funding"])
def test_statements_of_some_sections_need_no_source(section: str):
    assert not uncited(("heading", section), DATED)


def test_a_sentence_beside_a_cited_one_needs_no_source():
    assert not uncited(("heading", "Rivers"), f"{DATED} It still exists [1].")


@pytest.mark.parametrize("section", ["Our model", "3.2 Experimental set up", "Реализация алгоритма", "Deneyler", "Glossary"])
def test_the_authors_own_work_needs_no_source(section: str):
    assert not uncited(("heading", section), DATED)


@pytest.mark.parametrize(
    "figure",
    [
        "Eighty of the particles, or 14.3% of all, were stretched.",
        "The specimens were machined from plates of 6 mm.",
        "The thesis consists of an introduction and 5 chapters.",
        "The sensor reads 1500 values in one measurement.",
        "The river is long (Old Maps Of Rivers) and was dammed in 1883.",
    ],
)
def test_figures_that_may_be_the_authors_own_need_no_source(figure: str):
    assert not uncited(("heading", "Rivers"), figure)


def test_shares_and_large_counts_of_places_and_of_today_need_a_source():
    germany, today = "Rivers cover 14% of the land in Germany.", "The valley currently has 12,000 inhabitants."

    assert uncited(("heading", "Rivers"), germany, today) == [germany, today]


def test_a_sentence_with_a_note_needs_no_source():
    noted = Block("paragraph", (Run(DATED[:-1], 0, 1), Run("5", 0, 1, superscript=True, note="n5"), Run(f". {DATED}", 0, 1)))

    assert uncited(("heading", "Rivers"), noted) == [DATED]


@pytest.mark.parametrize(
    "front", ["Keywords: rivers, 1883", "Ключевые слова: реки", "Түйін сөздер: өзендер", "Anahtar Kelimeler: nehir"]
)
def test_the_front_matter_needs_no_source(front: str):
    assert not uncited("On Rivers", DATED, front, ("heading", "Rivers"), *["Rivers are long and roads are not."] * 9)


def test_what_follows_the_list_needs_no_source():
    article = read("The river moved [1].", *LIST, "О РЕКАХ", f"Аннотация. {DATED}")

    assert [claim.text for claim in article.claims] == ["The river moved [1]."]


def test_short_paragraphs_are_headings_if_the_format_marks_none():
    prose = (
        "The rivers of the region have moved more than once, as everybody who lives there knows, and the roads moved with them [1]."
    )
    article = read("On Rivers", "Introduction", prose, "Rivers and Roads", prose, *LIST)

    assert [claim.section for claim in article.claims] == ["Introduction", "Rivers and Roads"]


def test_keys_cite_the_works_that_the_file_describes():
    cite = Run("[1]", 0, 3, cites=(Cite("zotero-9", locator="5"),))
    article = read(
        Block("paragraph", (Run("The river moved ", 0, 0), cite, Run(".", 0, 0))),
        *LIST,
        works=[work("zotero-9", "Rivers that move")],
    )

    assert article.references[0].id == "zotero-9"


def test_an_empty_document_is_an_article_without_references():
    article = article_of(Manuscript(Document("text", {"paper.txt": ""})))

    assert (article.references, article.claims) == ((), ())


def test_without_a_bibliography_notes_are_the_list():
    marked = Block("paragraph", (Run("The river moved", 0, 0), Run("5", 0, 0, superscript=True, note="5"), Run(".", 0, 0)))
    article = read(marked, block("note", "Jane Doe, Rivers That Move (Exampleton: Example Press, 2004), 15.", "5"))

    assert [(reference.id, str(reference.item.author[0])) for reference in article.references] == [("n5", "Jane Doe")]
    assert [(citation.reference, citation.locator, citation.kind) for claim in article.claims for citation in claim.citations] == [
        ("n5", "15", "note")
    ]


def test_the_heading_of_a_list_is_a_heading_even_if_it_is_not_marked():
    article = read(("heading", "Conclusion"), "The river moved [1].", *LIST)

    assert article.document
    assert [block.text for block in article.document.blocks if block.kind == "heading"] == ["Conclusion", "References"]


def test_keywords_are_not_a_heading():
    article = read("Key words: rivers, roads", f"{LONG} move, and so on [1].", *LIST)

    assert [claim.section for claim in article.claims] == [""]


@pytest.mark.parametrize("near", [("heading", "Abstract"), "Аннотация: о реках.", "Keywords: rivers, roads"])
def test_the_first_block_is_the_title_if_an_abstract_or_keywords_are_near(near: Part):
    assert read("Rivers That Move", "J. Doe", near, "Rivers move [1].", *LIST).title == "Rivers That Move"


@pytest.mark.parametrize(
    "first",
    [
        "Invented University of Rivers",
        "NEHİR ARAŞTIRMA PROJELERİ DESTEĞİ PROGRAMI",
        "Жас ғалымдарды қолдау бағдарламасы",
        "Rivers move and roads do not.",
        "doe@example.org of the rivers",
        "Rivers",
    ],
)
def test_a_first_block_that_may_be_something_else_is_not_the_title(first: str):
    assert read(first, "J. Doe", ("heading", "Abstract"), "Rivers move [1].", *LIST).title == ""


def test_without_an_abstract_the_first_block_is_not_the_title():
    assert read("Rivers That Move", "J. Doe", "Rivers move [1].", *LIST).title == ""


EN = "The rivers of the north rise in the spring, when the snow in the mountains has melted and the ice is no longer on them."
RU = "Реки на севере поднимаются весной, когда снег в горах уже растаял и на них больше нет льда, а дни становятся всё длиннее."


@pytest.mark.parametrize(
    ("paragraphs", "language"), [([EN] * 3, "en"), ([RU, RU, EN], "ru"), ([RU, EN], ""), (["Short.", RU], "ru"), ([], "")]
)
def test_a_text_that_does_not_declare_its_language_has_that_of_most_paragraphs(paragraphs: list[str], language: str):
    assert read(*paragraphs).language == language


def test_a_declared_language_counts():
    assert article_of(Manuscript(structs.replace(document(RU, RU), language="kk"))).language == "kk"
