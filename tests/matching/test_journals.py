"""Names of journals and their abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.matching.titles.journals import abbreviates, block, same_journal

PAIRS = [
    ("Int. Stud. Perspect.", "International Studies Perspectives"),
    ("J Clin Oncol", "Journal of Clinical Oncology"),
    ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences of the United States of America"),
    ("Proc. Natl. Acad. Sci. USA", "Proceedings of the National Academy of Sciences"),
    ("J. Appl. Phys.", "Journal of Applied Physics"),
    ("Geophys.", "Geophysics"),
    ("Z. Soziol.", "Zeitschrift für Soziologie"),
    ("Журн. эксперим. и теорет. физики", "Журнал экспериментальной и теоретической физики"),
    ("Cumhuriyet Tarihî Araştırmaları Derg.", "Cumhuriyet Tarihi Araştırmaları Dergisi"),
    ("Nicotine Tob Res", "Nicotine & Tobacco Research"),
    ("Phys. Rev. E", "Physical Review E"),
    ("Chem. Eng. J.", "Chemical Engineering Journal"),
    ("Math. Ann.", "Math. Annalen"),
    ("N. Engl. J. Med.", "New England J. Med."),
    ("Duke Math. J.", "Duke Math. Journal"),
    ("J. ACM", "Journal of the ACM"),
    ("Nat. Rev. Drug Disc.", "Nat. Rev. Drug Discov."),
]


@pytest.mark.parametrize(("short", "full"), PAIRS)
def test_an_abbreviation_is_recognised_word_by_word_and_shares_the_key(short: str, full: str):
    assert abbreviates(short, full)
    assert not abbreviates(full, short)
    assert same_journal(full, short)
    assert block(short) == block(full)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("J. Appl. Phys.", "Journal of Applied Physiology"),
        ("Time", "The Times"),
        ("Journal of Social Science", "Journal of Social Sciences"),
        ("Develomental Biology", "Developmental Biology"),
        ("PNAS", "Proceedings of the National Academy of Sciences"),
        ("Am. J. Sociol.", "American Journal of Psychology"),
        ("A&A", "ARA&A"),
        ("A&A", "Astron. Astrophys."),
        ("J Hydrol", "J Hydrometeorol"),
        ("N. Biotech.", "Nat. Biotechnol."),
        ("Min. Eng.", "Miner. Eng."),
        ("Phys. Rev.", "Physical Review E"),
        ("Phys. Rev. B", "Physical Review E"),
        ("Phys. Rev. C", "Physical Review Chemistry"),
        ("Nucl. Phys.", "Nuclear PhysicsB"),
        ("Eur. Phys. J. C", "Eur. Phys. J. C75"),
        ("A good journal", "Another good journal"),
        ("", "Nature"),
    ],
)
def test_other_journals_and_misprints_are_not_abbreviations(a: str, b: str):
    assert not abbreviates(a, b)


def test_case_articles_and_brackets_do_not_matter():
    assert same_journal("The Journal of Rivers (Almaty)", "JOURNAL OF RIVERS")
    assert same_journal("FLUMEN J. Hum. Steppe", "FLUMEN: A Journal of the Human Steppe")
    assert same_journal("Riv. Appl.", "Rivers with Applications")


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_names_never_abbreviate_each_other(a: str, b: str):
    assert not (abbreviates(a, b) and abbreviates(b, a))
