"""PDF: text as a reader sees it, in reading order, without what only the page has."""

from __future__ import annotations

from kzcheck.readers import documents
from pdf_files import LEFT, RIGHT, Text, flow, pdf, width

NAME = "paper.pdf"
GUTTER = 15
MIDDLE = (LEFT + RIGHT) / 2
WORDS = "the article says many things that people remember for years and others forget at once because nobody wrote them down "
LONG = ("Here " + 3 * WORDS).strip() + "."


def read(data: bytes):
    document = documents.read(data, NAME, documents.format_of(".pdf", data), lambda _: None).document
    text = document.sources[NAME]
    for block in document.blocks:
        for run in block.runs:
            assert text[run.start : run.end] == run.text
    return document


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def lower(lines: list[Text]) -> float:
    return lines[-1].base - 12


class TestParagraphs:
    def test_lines_become_paragraphs_which_space_parts(self):
        first = flow(LONG)
        second = flow(f"Second {LONG}", top=lower(first) - 8)
        assert texts(pdf(first + second)) == [LONG, f"Second {LONG}"]
        document = read(pdf(first + second))
        assert document.projected
        assert document.sources[NAME] == f"{LONG}\nSecond {LONG}"

    def test_an_indented_line_begins_a_paragraph(self):
        first = flow(LONG, first=15)
        second = flow(f"Second {LONG}", top=lower(first), first=15)
        third = flow(f"Third {LONG}", top=lower(second), first=15)
        assert texts(pdf(first + second + third)) == [LONG, f"Second {LONG}", f"Third {LONG}"]

    def test_entries_with_hanging_indents_are_parted(self):
        entries = [f"{name}, J. (2001). {LONG}" for name in ("Abel", "Baker", "Cole")]
        lines: list[Text] = []
        for entry in entries:
            lines += flow(entry, top=lower(lines) if lines else 700, rest=20)
        assert texts(pdf(lines)) == entries

    def test_a_citation_at_the_beginning_of_a_line_is_not_the_number_of_an_entry(self):
        lines = [
            "[25], and the longest of these lines is by Arun et al.",
            "[26], and the one after it, which ends,",
            "is by Walker.",
        ]
        placed = [Text(LEFT, 700 - 12 * number, line) for number, line in enumerate(lines)]
        assert texts(pdf(placed)) == [" ".join(lines)]

    def test_the_address_of_an_entry_belongs_to_it_though_it_would_fit_on_the_line_before(self):
        lines = [*flow(LONG), Text(LEFT, 700, "Nye J. Soft power. 2011;91:15."), Text(LEFT, 688, "doi:10.5555/abc.1")]
        assert texts(pdf(lines))[-1] == "Nye J. Soft power. 2011;91:15. doi:10.5555/abc.1"

    def test_a_number_that_is_drawn_apart_is_joined_to_its_text(self):
        lines = flow("Nye J. Soft power.", top=700) + flow("Koch K. Hard power.", top=686)
        numbers = [Text(LEFT - 20, 700, "1."), Text(LEFT - 20, 686, "2.")]
        assert texts(pdf(lines + numbers)) == ["1. Nye J. Soft power.", "2. Koch K. Hard power."]

    def test_a_paragraph_goes_on_over_a_page(self):
        pages = pdf(flow("It begins " + WORDS.strip(), top=100), flow("and goes on here.", top=770))
        document = read(pages)
        assert [block.text for block in document.blocks] == [f"It begins {WORDS}and goes on here."]
        assert document.page(5) == "1"
        assert document.page(len(document.sources[NAME]) - 5) == "2"


class TestColumns:
    def test_the_left_column_is_read_before_the_right(self):
        left = flow(f"Left {LONG}", right=MIDDLE - GUTTER, top=700)
        right = flow(f"Right {LONG}", left=MIDDLE + GUTTER, top=700)
        mixed = [text for pair in zip(left, right, strict=False) for text in pair]
        whole = mixed + left[len(right) :] + right[len(left) :]
        assert texts(pdf(whole)) == [f"Left {LONG}", f"Right {LONG}"]

    def test_a_line_across_both_columns_is_read_where_it_is(self):
        title = [Text(LEFT, 750, "A long title that goes across both columns of this page", 16)]
        left = flow(f"Left {LONG}", right=MIDDLE - GUTTER, top=700)
        right = flow(f"Right {LONG}", left=MIDDLE + GUTTER, top=700)
        assert texts(pdf(right + left + title))[0] == title[0].text

    def test_words_that_stand_far_apart_are_not_columns(self):
        lines = flow(" ".join(10 * [LONG]))
        bases = [line.base for line in lines[3:40:7]]
        apart = [
            text
            for line in lines
            for text in (
                [Text(LEFT, line.base, "apart"), Text(RIGHT - width("far enough"), line.base, "far enough")]
                if line.base in bases
                else [line]
            )
        ]
        assert texts(pdf(apart)) == [" ".join("apart far enough" if line.base in bases else line.text for line in lines)]

    def test_a_year_at_the_end_of_a_stretched_line_is_not_the_label_of_the_line_beside_it(self):
        left = flow(f"Left {LONG}", right=MIDDLE - GUTTER, top=700)
        right = flow(f"Right {LONG}", left=MIDDLE + GUTTER, top=700)
        base = left[2].base
        words = ["Words", "that", "are", "set", "far", "apart", "2002."]
        space = (MIDDLE - GUTTER - LEFT - sum(map(width, words))) / (len(words) - 1)
        places = [LEFT + sum(map(width, words[:number])) + number * space for number in range(len(words))]
        left[2:3] = [Text(place, base, word) for place, word in zip(places, words, strict=True)]
        rows = sorted(left + right, key=lambda line: (-line.base, line.left))
        assert texts(pdf(rows)) == [" ".join(line.text for line in left), f"Right {LONG}"]


class TestRunning:
    def test_running_heads_and_page_numbers_are_left_out_but_number_the_pages(self):
        bodies = [" ".join(f"{name}{word}" for word in LONG.split()) for name in "ABCD"]
        pages = [
            [Text(LEFT, 810, "Journal of Things 2024"), *flow(body), Text(290, 30, str(number))]
            for number, body in enumerate(bodies, 17)
        ]
        document = read(pdf(*pages))
        assert [block.text for block in document.blocks] == bodies
        assert [number for _, number in document.pages] == ["17", "18", "19", "20"]

    def test_pages_without_numbers_are_counted(self):
        document = read(pdf(flow("One."), flow("Two.")))
        assert [number for _, number in document.pages] == ["1", "2"]


class TestWords:
    def test_a_hyphen_that_divides_a_word_goes(self):
        lines = [Text(LEFT, 700, "Nobody knows how the govern-"), Text(LEFT, 688, "ment counts its people.")]
        assert texts(pdf(lines)) == ["Nobody knows how the government counts its people."]

    def test_the_hyphen_of_a_compound_stays(self):
        lines = [Text(LEFT, 700, "A well-known fact, and as well-"), Text(LEFT, 688, "known as any.")]
        assert texts(pdf(lines)) == ["A well-known fact, and as well-known as any."]

    def test_parts_that_begin_other_compounds_keep_their_hyphen(self):
        lines = [
            Text(LEFT, 700, "The non-local and non-uniform case is non-"),
            Text(LEFT, 688, "linear, and the linear case is not new: see https://example.org/a.pdf."),
            Text(LEFT, 676, "Accessed today, on paper and/"),
            Text(LEFT, 664, "or on screens, it is a point-of-"),
            Text(LEFT, 652, "view of all who go to view it."),
        ]
        assert texts(pdf(lines)) == [
            (
                "The non-local and non-uniform case is non-linear, and the linear case is not new: see https://example.org/a.pdf. "
                "Accessed today, on paper and/or on screens, it is a point-of-view of all who go to view it."
            )
        ]

    def test_parts_of_compounds_keep_their_hyphen_though_no_other_word_has_them(self):
        for first, second in (("It is self-", "evident."), ("A lattice-", "based rule.")):
            assert texts(pdf([Text(LEFT, 700, first), Text(LEFT, 688, second)])) == [first + second], first

    def test_letters_abbreviations_and_chains_of_small_words_keep_their_hyphen(self):
        for first, second in (("On the y-", "axis."), ("The NC-", "IUB says so."), ("It goes point-to-", "plane again.")):
            assert texts(pdf([Text(LEFT, 700, first), Text(LEFT, 688, second)])) == [first + second], first
        assert texts(pdf([Text(LEFT, 700, "THE GOVERN-"), Text(LEFT, 688, "MENT SAYS SO.")])) == ["THE GOVERNMENT SAYS SO."]

    def test_a_range_and_an_address_are_not_parted_at_the_end_of_a_line(self):
        lines = [
            Text(LEFT, 700, "See pages 1721–"),
            Text(LEFT, 688, "1726 of https://example.org/a-"),
            Text(LEFT, 676, "b/c for more."),
        ]
        assert texts(pdf(lines)) == ["See pages 1721–1726 of https://example.org/a-b/c for more."]

    def test_small_raised_numbers_are_superscripts(self):
        line = "Power is soft"
        end = LEFT + width(line)
        document = read(pdf([Text(LEFT, 700, line), Text(end, 704, "1,2", 6)]))
        assert [(run.text, run.superscript) for run in document.blocks[0].runs][-1] == ("1,2", True)

    def test_a_superscript_at_the_end_of_a_line_does_not_take_the_space_along(self):
        line = "Nobody doubts that power is soft,"
        lines = [
            Text(LEFT, 700, line),
            Text(LEFT + width(line), 704, "1", 6),
            Text(LEFT, 688, "but many say that it is not."),
        ]
        runs = read(pdf(lines)).blocks[0].runs
        assert [(run.text, run.superscript) for run in runs] == [
            (line, False),
            ("1", True),
            (" but many say that it is not.", False),
        ]

    def test_slanted_letters_are_italic(self):
        document = read(pdf([Text(LEFT, 700, "In"), Text(LEFT + 14, 700, "Nature", font="i")]))
        assert [(run.text, run.italic) for run in document.blocks[0].runs] == [("In ", False), ("Nature", True)]


class TestKinds:
    def test_larger_and_bold_lines_are_headings_and_the_largest_is_the_title(self):
        lines = [
            Text(LEFT, 760, "The Title of the Article", 18),
            *flow(LONG, top=730),
            Text(LEFT, 640, "Methods", 10, "b"),
            *flow(LONG, top=620),
        ]
        document = read(pdf(lines))
        assert [(block.kind, block.level, block.text) for block in document.blocks if block.kind == "heading"] == [
            ("heading", 1, "The Title of the Article"),
            ("heading", 2, "Methods"),
        ]
        assert document.title == "The Title of the Article"

    def test_a_figure_or_table_with_its_number_begins_a_caption_in_any_language(self):
        for first in (
            "Fig. 2A. Cells",
            "Table S1",
            "TABLE IV Results",
            "Tabelle 3: Werte",
            "Tableau 4. Villes",
            "Figura 5. Flores",
        ):
            assert [block.kind for block in read(pdf(flow(first))).blocks] == ["caption"], first

    def test_a_sentence_about_a_figure_is_not_a_caption(self):
        for first in ("Table 3 shows this.", "Figures 1 and 2 show this.", "Tabelle 3 zeigt dies.", "The table 3."):
            assert [block.kind for block in read(pdf(flow(first))).blocks] == ["paragraph"], first

    def test_footnotes_come_last_and_their_marks_lead_to_them(self):
        line = "Power is soft"
        lines = [Text(LEFT, 700, line), Text(LEFT + width(line), 704, "3", 6), *flow(LONG, top=660)]
        note = [Text(LEFT, 84, "3", 5), Text(LEFT + 5, 80, "Nye J. Soft power. New York, 2004.", 8)]
        document = read(pdf(lines + note))
        last = document.blocks[-1]
        assert (last.kind, last.label, last.text) == ("note", "3", "Nye J. Soft power. New York, 2004.")
        (mark,) = [run for block in document.blocks for run in block.runs if run.note]
        assert (mark.text, mark.link) == ("3", f"#{last.anchor}")

    def test_numbers_of_tables_and_captions_at_the_foot_are_not_labels_of_notes(self):
        line = "Power is soft"
        text = [Text(LEFT, 700, line), Text(LEFT + width(line), 704, "3", 6), *flow(LONG, top=660)]
        for foot in (
            [Text(LEFT, 80, "3.3 0.7", 8)],
            [Text(LEFT, 80, "3% of all", 8)],
            [Text(LEFT, 90, "Table 1. Results of Experiment", 8), Text(LEFT, 80, "3. Outliers were added to it.", 8)],
        ):
            document = read(pdf(text + foot))
            assert not [block for block in document.blocks if block.kind == "note"]
            assert not [run for block in document.blocks for run in block.runs if run.note]

    def test_typed_labels_that_count_on_begin_notes(self):
        line = "Power is soft"
        text = [
            Text(LEFT, 700, line),
            Text(LEFT + width(line), 704, "1", 6),
            Text(LEFT + 70, 700, "so"),
            Text(LEFT + 81, 704, "2", 6),
        ]
        foot = [Text(LEFT, 90, "1. Nye J. Soft power.", 8), Text(LEFT, 80, "2. Koch K. Hard power.", 8)]
        notes = [block for block in read(pdf(text + flow(LONG, top=660) + foot)).blocks if block.kind == "note"]
        assert [(note.label, note.text) for note in notes] == [("1", "Nye J. Soft power."), ("2", "Koch K. Hard power.")]


class TestMetadata:
    def test_the_title_of_the_properties_counts_if_it_is_printed(self):
        lines = [Text(LEFT, 790, "Volume 3", 20), Text(LEFT, 750, "Soft Power in the Steppe", 14), *flow(LONG, top=700)]
        assert read(pdf(lines, title="Soft power in the steppe")).title == "Soft power in the steppe"
        assert read(pdf(lines, title="Microsoft Word - paper3.doc")).title == "Volume 3"

    def test_a_doi_in_a_line_of_its_own_is_the_articles(self):
        lines = [Text(LEFT, 790, "DOI: 10.5555/abc.1"), *flow(LONG, top=700)]
        assert read(pdf(lines)).doi == "10.5555/abc.1"
        assert not read(pdf([*lines, Text(LEFT, 300, "https://doi.org/10.5555/abc.2")])).doi
        assert not read(pdf(flow(f"As 10.5555/abc.3 says, {LONG}"))).doi
