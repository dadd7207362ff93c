"""The lists of references of a manuscript are found, and parted into entries with exact places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.document import Block, Document, Run
from kzcheck.language.reference_lists import from_notes, reference_lists

if TYPE_CHECKING:
    from kzcheck.document import BlockKind
    from kzcheck.language.reference_lists import ReferenceList

DOE = "Doe J. Rivers that move. Exampleton: Example Press, 2004. 240 p."
ROE = "Roe M., Poe A. Roads and bridges // Journal of Examples. 2011. Vol. 7, № 2. P. 103–122."
POE = "Poe A. Lakes [Electronic resource]. 2019. URL: https://example.org/lakes (accessed: 19.03.2024)."
PROSE = "The rivers of the region have moved more than once, as everybody who lives there knows, and the roads with them."


def made(*parts: str | tuple[BlockKind, str] | Block) -> Document:
    """Return a document of blocks: paragraphs, or of a given kind."""
    blocks: list[Block] = []
    texts: list[str] = []
    length = 0
    for part in parts:
        block = part if isinstance(part, Block) else Block("paragraph", (Run(part, 0, 0),))
        if isinstance(part, tuple):
            block = Block(part[0], (Run(part[1], 0, 0),))
        text = block.text
        blocks.append(Block(block.kind, (Run(text, length, length + len(text)),), block.level, block.label, block.anchor))
        texts.append(text)
        length += len(text) + 1
    return Document("text", {"paper.txt": "\n".join(texts)}, tuple(blocks))


def item(text: str, label: str = "") -> Block:
    return block("item", text, label)


def block(kind: BlockKind, text: str, label: str = "") -> Block:
    return Block(kind, (Run(text, 0, 0),), level=1, label=label)


def lists(*parts: str | tuple[BlockKind, str] | Block) -> tuple[ReferenceList, ...]:
    return reference_lists(made(*parts).blocks)


def entries(*parts: str | tuple[BlockKind, str] | Block) -> list[tuple[str, str]]:
    """Return the label and the words of each entry of the only list."""
    (found,) = lists(*parts)
    return [(entry.label, entry.text) for entry in found.entries]


NUMBERED = (f"1. {DOE}", f"2. {ROE}", f"3. {POE}")
ALL = [("1", DOE), ("2", ROE), ("3", POE)]


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "REFERENCES",
        "7. References",
        "VII. Works cited",
        "R E F E R E N C E S",
        "Bibliography:",
        "References and notes",
        "Литература",
        "ЛИТЕРАТУРА / REFERENCES",
        "Список литературы",
        "Список использованных источников и литературы",
        "С П И С О К  Л И Т Е Р А Т У Р Ы",
        "Әдебиеттер",
        "Пайдаланылған әдебиеттер тізімі",
        "Kaynakça",
        "KAYNAKLAR",
        "Literaturverzeichnis",
        "Bibliographie",
        "Références",
        "Referencias bibliográficas",
        "Referências",
        "Riferimenti bibliografici",
        "Список використаних джерел",
        "Piśmiennictwo",
        "Seznam literatury",
        "参考文献",
    ],
)
def test_a_heading_opens_the_list_in_many_languages(heading: str):
    assert entries(PROSE, heading, *NUMBERED) == ALL


@pytest.mark.parametrize("heading", ["Әдебиеттерге шолу", "Literature review", "Список литературы\t44", "Kaynaklar…………15"])
def test_other_headings_open_none(heading: str):
    assert not lists(heading, PROSE, PROSE)


def test_a_line_of_the_table_of_contents_is_not_the_heading():
    assert entries("Contents", "References", "Annex", PROSE, ("heading", "References"), *NUMBERED) == ALL


@pytest.mark.parametrize("form", ["{}. ", "[{}] ", "({}) ", "{}) ", "{}.\t", "{}.", "{} ", "[{}]"])
def test_numbers_are_typed_in_many_ways(form: str):
    typed = [form.format(number) + text for number, text in enumerate((DOE, ROE, POE), 1)]

    assert entries(PROSE, "References", *typed) == ALL
    assert entries(PROSE, "References\n" + "\n".join(typed)) == ALL


def test_numbers_of_an_automatic_list_are_labels():
    assert entries(PROSE, "References", item(DOE, "1."), item(ROE, "2."), item(POE, "3.")) == ALL


def test_items_without_numbers_are_entries():
    assert entries(PROSE, "References", item(DOE), item("Poe A. Lakes, an unpublished map"), item(POE)) == [
        ("", DOE),
        ("", "Poe A. Lakes, an unpublished map"),
        ("", POE),
    ]


def test_the_work_of_an_organisation_among_those_of_people_is_an_entry():
    work = "SteppeCorp. 2001. Steppe Software, Release 7 [computer program]. Astana (Kazakhstan): Steppe Corp."

    assert entries(PROSE, "References", DOE, work, ROE, POE) == [("", DOE), ("", work), ("", ROE), ("", POE)]


def test_entries_that_the_format_marks_need_no_heading():
    marked = [Block("entry", (Run(text, 0, 0),), label=label) for label, text in (("doe", DOE), ("roe", ROE))]

    assert entries(PROSE, *marked, PROSE) == [("doe", DOE), ("roe", ROE)]


@pytest.mark.parametrize(("label", "number"), [("[12]", "12"), ("12.", "12"), ("doe.2004", "doe.2004"), ("", "")])
def test_the_number_of_an_entry_that_the_format_marks_is_without_its_brackets(label: str, number: str):
    assert entries(block("entry", "Doe J. Rivers. Exampleton: Example Press, 2004. 240 p.", label))[0][0] == number


def test_the_heading_may_run_into_the_first_entry():
    assert entries(PROSE, f"Литература: 1. {DOE}", f"2. {ROE}", f"3. {POE}") == ALL


def test_a_numbered_list_at_the_end_needs_no_heading():
    assert entries(PROSE, PROSE, PROSE, *NUMBERED) == ALL


def test_numbered_prose_at_the_end_is_not_a_list():
    assert not lists(PROSE, PROSE, PROSE, "1. The river moves.", "2. The road moves.", "3. The lake stays.")


def test_a_number_at_the_beginning_of_a_line_is_not_that_of_an_entry():
    broken = (f"1. {DOE}", f"2. {ROE.replace('Vol. 7', 'Vol.')}".replace("Vol.,", "Vol.\n3."), f"3. {POE}".replace("19.", "\n19."))
    found = entries(PROSE, "References\n" + "\n".join(broken))

    assert [label for label, _ in found] == ["1", "2", "3"]
    assert found[1][1].endswith("P. 103–122.")
    assert found[2][1].endswith("19.03.2024).")


def test_numbers_may_be_missing_or_occur_twice():
    assert entries("References", f"[1] {DOE}", f"[1] {ROE}", f"[3] {POE}") == [("1", DOE), ("1", ROE), ("3", POE)]


def test_an_entry_without_its_number_is_an_entry():
    assert entries("References", f"1. {DOE}", ROE, f"3. {POE}") == [("1", DOE), ("", ROE), ("3", POE)]


def test_a_page_break_does_not_part_an_entry():
    head, tail = ROE.split("Journal of ")

    assert entries("References", f"1. {DOE}", f"2. {head}Journal of", tail, f"3. {POE}") == ALL
    assert entries("References", DOE, f"{head}Journal of", tail, POE) == [("", text) for _, text in ALL]


def test_a_word_that_a_line_break_cut_is_joined():
    assert entries("References", f"1. {DOE}", f"2. {ROE}".replace("Examples", "Ex-\namples"), f"3. {POE}") == ALL


def test_annotations_belong_to_no_entry():
    note = "Shows that rivers move more often than roads do, whatever the maps of the time may say."

    assert entries("References", f"1. {DOE}", note, f"2. {ROE}", note, f"3. {POE}", note) == ALL
    assert entries("References", DOE, note, ROE, note, POE) == [("", text) for _, text in ALL]


def test_headings_inside_the_list_are_parts_of_it():
    (found,) = lists("References", ("heading", "Primary sources"), f"1. {DOE}", f"2. {ROE}", ("heading", "Books"), f"3. {POE}")

    assert [entry.part for entry in found.entries] == ["Primary sources", "Primary sources", "Books"]


def test_short_paragraphs_may_be_headings_inside_the_list():
    (found,) = lists("Kaynakça", "Kitaplar:", DOE, "Makaleler:", ROE, POE)

    assert [entry.part for entry in found.entries] == ["Kitaplar:", "Makaleler:", "Makaleler:"]


def test_numbers_may_begin_again_in_each_part():
    (found,) = lists("Әдебиеттер", "Кітаптар:", item(DOE, "1"), item(ROE, "2"), "Мақалалар:", item(POE, "1"), item(ROE, "2"))

    assert [(entry.label, entry.part) for entry in found.entries] == [
        ("1", "Кітаптар:"),
        ("2", "Кітаптар:"),
        ("1", "Мақалалар:"),
        ("2", "Мақалалар:"),
    ]


def test_works_for_further_reading_are_told_apart():
    (found,) = lists("References", DOE, ROE, ("heading", "Further reading"), POE)

    assert [entry.further for entry in found.entries] == [False, False, True]


@pytest.mark.parametrize(
    "after",
    [
        ("heading", "Appendix A"),
        "ҚАЗАҚСТАН ӨЗЕНДЕРІ",
        "Анна ДОУ, PhD, Көлдер кафедрасының аға оқытушысы, Мысал университеті, doe@example.org",
        "Information about the authors",
        PROSE,
    ],
)
def test_the_list_ends_where_something_else_begins(after: str | tuple[BlockKind, str]):
    assert entries(PROSE, "References", *NUMBERED, after, PROSE) == ALL
    assert entries(PROSE, "References", DOE, ROE, POE, after, PROSE) == [("", text) for _, text in ALL]


def test_an_empty_line_inside_the_list_does_not_end_it():
    assert entries("References\n" + "\n".join(NUMBERED[:2]), NUMBERED[2]) == ALL


def test_entries_in_a_table_are_read_across_its_cells():
    cells = [("cell", text) for text in ("№", "Work", "1", DOE, "2", ROE, "3", POE)]

    assert entries(PROSE, "References", *cells, PROSE) == ALL


def test_lines_of_one_block_are_entries_if_each_looks_like_one():
    head, tail = ROE.split(" // ")

    assert entries("Bibliography", f"{DOE}\n{ROE}\n{POE}") == [("", text) for _, text in ALL]
    assert entries("Bibliography", f"{DOE}\n{head}\n  // {tail}\n{POE}") == [("", text) for _, text in ALL]


def test_the_second_line_of_an_entry_may_look_like_an_entry():
    first, second = (
        "Poe, A. 2014. “Lakes and their behaviour.”",
        "Journal of Examples 25: 211–220. https://doi.org/10.5555/2014.02.013.",
    )

    assert entries("Bibliography", DOE, f"{first}\n{second}", ROE) == [("", DOE), ("", f"{first} {second}"), ("", ROE)]


def test_a_body_and_its_year_between_full_stops_are_an_entry():
    body = "LakeCorp. 2001. Lake Software, Release 7.0 [computer program]. Exampleton: Lake Press."

    assert entries("Bibliography", DOE, ROE, body, POE) == [("", DOE), ("", ROE), ("", body), ("", POE)]


def test_a_dash_stands_for_the_same_author():
    same = "———. More rivers. Exampleton: Example Press, 2008."

    assert entries("Bibliography", DOE, same, ROE) == [("", DOE), ("", same), ("", ROE)]


def test_bare_addresses_are_entries():
    urls = ("https://example.org/rivers", "http://example.org/roads")

    assert entries("Kaynaklar", *urls) == [("", url) for url in urls]


def test_each_chapter_may_have_its_list():
    found = lists(
        ("heading", "Rivers"),
        *[PROSE] * 9,
        "References",
        *NUMBERED[:2],
        ("heading", "Roads"),
        *[PROSE] * 30,
        "References",
        *NUMBERED,
    )

    assert [len(part.entries) for part in found] == [2, 3]
    assert not any(part.parallel for part in found)


RUSSIAN = (
    "Иванов И.И. Реки, которые движутся. М.: Пример, 2004. 240 с.",
    "Петров П.П., Сидоров С.С. Дороги и мосты // Журнал примеров. 2011. Т. 7, № 2. С. 103–122.",
    "Сидоров С.С. Озера // Вестник примеров. 2019. № 4. С. 5–9. DOI: 10.5555/lakes",
    "Доу Дж. Моря. М.: Пример, 1999. 99 с.",
)
LATIN = (
    "Ivanov I.I. Reki, kotorye dvizhutsya [Rivers that move]. Moscow, Primer Publ., 2004. 240 p.",
    "Petrov P.P., Sidorov S.S. Roads and bridges. Zhurnal primerov [Journal of Examples], 2011, vol. 7, no. 2, pp. 103–122.",
    "Sidorov S.S. Lakes. Vestnik primerov, 2019, no. 4, pp. 5–9. DOI: 10.5555/lakes",
    "Doe J. Seas. Exampleton, Example Press, 1999. 99 p.",
)


def test_a_transliterated_list_is_parallel_to_the_first():
    first, second = lists(
        "Литература",
        *(f"{n}. {text}" for n, text in enumerate(RUSSIAN, 1)),
        "References",
        *(f"{n}. {text}" for n, text in enumerate(LATIN, 1)),
    )

    assert (first.parallel, second.parallel) == (False, True)
    assert second.pairs == (0, 1, 2, 3)


def test_the_authors_may_be_between_parallel_lists():
    authors = ("Сведения об авторах: Иванов И.И., д.и.н., Университет примеров, ivanov@example.org", "Received 1 May 2020")
    first, second = lists("Литература", *RUSSIAN, *authors, "References", *LATIN)

    assert second.parallel
    assert len(first.entries) == len(second.entries) == 4


def test_parallel_lists_may_have_another_order_and_lack_an_entry():
    _, second = lists("Әдебиеттер", *RUSSIAN, "References", LATIN[3], LATIN[0], LATIN[2])

    assert second.pairs == (3, 0, 2)


def test_lists_of_other_works_are_not_parallel():
    found = lists("Литература", *RUSSIAN, *[PROSE] * 30, "References", *NUMBERED)

    assert [part.parallel for part in found] == [False, False]


@pytest.mark.parametrize("texts", [NUMBERED, (DOE, ROE, POE)])
def test_places_are_exact(texts: tuple[str, ...]):
    document = made(PROSE, "References", *texts, PROSE)
    (found,) = reference_lists(document.blocks)
    source = document.sources["paper.txt"]

    assert [source[entry.start : entry.end] for entry in found.entries] == [entry.text for entry in found.entries]


KINDS = st.sampled_from(("heading", "paragraph", "item", "cell", "note", "entry", "caption", "quotation", "back"))
TEXTS = st.sampled_from(
    ("References", "Литература", "1", *NUMBERED, DOE, ROE, "[2] x", "1. 2. 3.", "", "\n", "Books:", PROSE)
) | st.text(max_size=40)


@given(st.lists(st.tuples(KINDS, TEXTS), max_size=25))
def test_any_blocks_have_lists_in_order_within_them(parts: list[tuple[BlockKind, str]]):
    document = made(*parts)
    length = sum(map(len, document.sources.values()))
    end = 0

    for found in reference_lists(document.blocks):
        assert end <= found.first < found.end <= len(document.blocks)
        assert found.entries
        assert all(0 <= entry.start <= entry.end <= length for entry in found.entries)
        end = found.end


NOTES = (
    "Jane Doe, Rivers That Move (Exampleton: Example Press, 2004), 15.",
    "Ibid., 17.",
    "Doe, Rivers, 20.",
    "See Mary Roe, “Roads and Bridges,” Journal of Examples 7, no. 2 (2011): 103–122; Poe A. Lakes. Exampleton, 2019. P. 5.",
    "Jane Doe, Rivers That Move (Exampleton: Example Press, 2004), 90.",
    "The rivers of the region have moved more than once.",
    "https://example.org/rivers (accessed 5 May 2020).",
)


def test_without_a_list_the_first_full_notes_are_the_entries():
    found = from_notes(made(PROSE, *(block("note", text, str(n)) for n, text in enumerate(NOTES, 1))).blocks)

    assert found
    assert [(entry.label, entry.text.split(",")[0].split(".")[0]) for entry in found.entries] == [
        ("n1", "Jane Doe"),
        ("n4", "Mary Roe"),
        ("n4b", "Poe A"),
        ("n7", "https://example"),
    ]


def test_notes_that_describe_no_work_make_no_list():
    assert from_notes(made(PROSE, ("note", NOTES[1]), ("note", NOTES[5])).blocks) is None
