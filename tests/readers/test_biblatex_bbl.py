r"""Lists that Biber made for BibLaTeX (`.bbl`): entries as in the .bib, each value with its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date, Name
from kzcheck.readers import biblatex_bbl, read
from kzcheck.readers.nodes import Source

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.article import Reference

HEAD = r"""% $ biblatex auxiliary file $
% $ biblatex bbl format version 3.2 $
\begingroup
\makeatletter
\@ifundefined{ver@biblatex.sty}
  {\@latex@error
     {Missing 'biblatex' package}
     {The bibliography requires the 'biblatex' package.}
      \aftergroup\endinput}
  {}
\endgroup

\refsection{0}
  \datalist[entry]{nyt/global//global/global}
"""
ARTICLE = r"""
    \entry{doe2010}{article}{}
      \name{author}{2}{}{%
        {{un=0,uniquepart=base,hash=1a}{%
           family={Doe},
           familyi={D\bibinitperiod},
           given={Ann\bibnamedelima Mary},
           giveni={A\bibinitperiod\bibinitdelim M\bibinitperiod},
           givenun=0}}%
        {{hash=2b}{%
           family={Berg},
           familyi={B\bibinitperiod},
           given={Nils},
           prefix={van\bibnamedelima der}}}%
      }
      \strng{namehash}{1a2b}
      \field{journaltitle}{Journal of Ice}
      \field{number}{3}
      \field{title}{Rivers in winter: ice \& water}
      \field{volume}{12}
      \field{year}{2010}
      \field{month}{5}
      \field{pages}{1\bibrangedash 10}
      \range{pages}{10}
      \verb{doi}
      \verb 10.5555/ice_1%2F
      \endverb
    \endentry
"""
BOOK = r"""
    \entry{roe2011}{book}{}
      \name{author}{1}{}{%
        {{hash=3c}{%
           family={Lake Society},
           familyi={L\bibinitperiod}}}%
      }
      \list{location}{2}{%
        {Bergen}%
        {Oslo}%
      }
      \field{title}{Lakes in winter}
      \field{year}{2011}
      \field{urlyear}{2020}
      \field{urlmonth}{1}
      \field{urlday}{2}
    \endentry
"""
END = "  \\enddatalist\n\\endrefsection\n\\endinput\n"


def entries(folder: Path, text: str) -> tuple[Reference, ...]:
    path = folder / "paper.bbl"
    path.write_text(text)
    return read(path).references


def test_an_entry_has_the_fields_of_the_bib(tmp_path: Path):
    article, book = entries(tmp_path, HEAD + ARTICLE + BOOK + END)

    item = article.item
    assert (item.type, item.title) == ("article-journal", "Rivers in winter: ice & water")
    assert item.author == (Name("Doe", "Ann Mary"), Name("Berg", "Nils", non_dropping_particle="van der"))
    assert (item.container_title, item.volume, item.issue, item.page) == ("Journal of Ice", "12", "3", "1-10")
    assert (item.issued, item.doi) == (Date((2010, 5)), "10.5555/ice_1%2F")
    assert book.item.author == (Name(literal="Lake Society"),)
    assert (book.item.publisher_place, book.item.accessed) == ("Bergen and Oslo", Date((2020, 1, 2)))


def test_a_value_has_its_place(tmp_path: Path):
    (article,) = entries(tmp_path, HEAD + ARTICLE + END)

    assert (HEAD + ARTICLE).splitlines()[article.location.line - 1].strip() == "\\entry{doe2010}{article}{}"


def test_names_of_old_versions_are_in_order_of_their_parts(tmp_path: Path):
    name = "\\name{author}{1}{}{{{hash=1}{Berg}{B.}{Nils}{N.}{van der}{v.}{Jr}{J.}}}"
    (entry,) = entries(tmp_path, f"{HEAD}\\entry{{b}}{{book}}{{}}{name}\\endentry{END}")

    assert entry.item.author == (Name("Berg", "Nils", non_dropping_particle="van der", suffix="Jr"),)


def test_an_entry_in_two_sections_is_one(tmp_path: Path):
    assert [entry.id for entry in entries(tmp_path, HEAD + BOOK + "\\endrefsection\n\\refsection{1}\n" + BOOK + END)] == ["roe2011"]


@pytest.mark.parametrize(
    "piece", ["\\entry{a}{b}{}", "\\name{author}{1}{}{{{", "\\verb{doi}\n\\verb x\n", "\\field{a}{", "\\list{a}{b}{"]
)
def test_thousands_of_pieces_are_read(piece: str):
    biblatex_bbl.read(Source("paper.bbl", f"{HEAD}\\entry{{a}}{{book}}{{}}{piece * 10_000}\\endentry"))


@given(st.lists(st.sampled_from([*HEAD.splitlines(), *ARTICLE.splitlines(), "{", "}", "\\", "\\entry", "\\endentry"]), max_size=30))
def test_any_text_is_read_with_places_inside_it(lines: list[str]):
    text = "\n".join(lines)

    parsed = biblatex_bbl.read(Source("paper.bbl", text))

    assert parsed.root
    assert all(0 <= node.start <= node.end <= len(text) for node in parsed.root.items)
