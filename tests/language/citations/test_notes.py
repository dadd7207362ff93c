"""Citations in notes, and "Ibid." in notes and text."""

from __future__ import annotations

import pytest

from kzcheck.document import Block, Run
from kzcheck.language.citations import Listed, mentions

LISTED = [
    Listed("nye", names=("Nye",), year=2004, title="Soft power: the means to success in world politics"),
    Listed("roe", names=("Roe", "Doe"), year=1999, title="Rivers of the north"),
    Listed("roe2", names=("Roe",), year=2005, title="Lakes and seas"),
    Listed("tokaev", names=("Тоқаев",), year=1997, title="Тәуелсіздік туы астында"),
    Listed("ivanov", names=("Иванов",), year=2010, title="Реки степи"),
    Listed("report", title="Annual report of the fleet", year=2003),
]


def notes(*texts: str) -> list[str]:
    """Return what each note cites: "id @ locator", and the words of the mention."""
    blocks = [
        Block("note", (Run(text, 0, len(text)),), label=str(number), anchor=f"n{number}") for number, text in enumerate(texts, 1)
    ]
    return [
        "; ".join(
            f"{'|'.join(target.among) or target.id or '?'}{f' @ {target.locator}' if target.locator else ''}"
            for mention in found
            for target in mention.targets
        )
        for found in mentions(blocks, LISTED)
    ]


@pytest.mark.parametrize(
    ("texts", "cited"),
    [
        (["Joseph S. Nye, Soft Power: The Means to Success in World Politics (New York: PublicAffairs, 2004), 15."], ["nye @ 15"]),
        (["Nye, Soft Power, 15–17."], ["nye @ 15–17"]),
        (["See Nye, “Soft power”, p. 15."], ["nye @ 15"]),
        (["Nye, 15."], ["nye @ 15"]),
        (["Roe and Doe, Rivers of the North, 3; Nye, Soft Power, 15."], ["roe @ 3; nye @ 15"]),
        (["Nye, Soft Power, 15.", "Ibid., 17.", "Ibid."], ["nye @ 15", "nye @ 17", "nye"]),
        (["Nye, Soft Power, 15.", "Ibid., pp. 17–19."], ["nye @ 15", "nye @ 17–19"]),
        (["Иванов И.И. Реки степи // Вестник. 2010. С. 5.", "Там же. С. 7."], ["ivanov @ 5", "ivanov @ 7"]),
        (["Тоқаев Қ.К. Тәуелсіздік туы астында. – Алматы, 1997. – 15 б.", "Сонда, 17 б."], ["tokaev", "tokaev @ 17"]),
        (["Nye, Soft Power, s. 15.", "A.g.e., s. 17."], ["nye @ 15", "nye @ 17"]),
        (["Nye, Soft Power, S. 15.", "Ebd., S. 17."], ["nye @ 15", "nye @ 17"]),
        (
            ["Иванов И.И. Реки степи. С. 5.", "Nye, Soft Power, 15.", "Иванов И.И. Указ. соч. С. 9."],
            ["ivanov @ 5", "nye @ 15", "ivanov @ 9"],
        ),
        (["Roe, Lakes and Seas, 2.", "Nye, Soft Power, 15.", "Roe, op. cit., p. 4."], ["roe2 @ 2", "nye @ 15", "roe2 @ 4"]),
        (["Roe, op. cit., p. 4."], ["roe|roe2 @ 4"]),
        (["Annual Report of the Fleet (2003), p. 3."], ["report @ 3"]),
        # "Ibid." after nothing, and after several works.
        (["Ibid., 17."], ["? @ 17"]),
        (["Nye, Soft Power, 15; Roe, Lakes and Seas, 2.", "Ibid."], ["nye @ 15; roe2 @ 2", "nye|roe2"]),
        # What it stands for is unknown.
        (["White, Deserts, 3.", "Ibid."], ["", ""]),
        (["Nye, Soft Power, 15; White, Deserts, 3.", "Ibid."], ["nye @ 15", ""]),
        (["I thank a colleague for this remark.", "Ibid."], ["", ""]),
        # Not citations.
        (["Nye develops a theory of power in politics that many have since taken up in other fields."], [""]),
        (["Roe, 15."], [""]),
        (["The ibid. of this note is no citation."], [""]),
    ],
)
def test_a_note_has_exactly_these_citations(texts: list[str], cited: list[str]):
    assert notes(*texts) == cited


def test_the_mark_of_a_note_in_the_text_cites_what_the_note_cites():
    body = Block("paragraph", (Run("Power is soft.", 0, 14), Run("1", 14, 15, superscript=True, note="1", link="#n1")))
    note = "Nye, Soft Power, 15."
    blocks = [body, Block("note", (Run(note, 20, 20 + len(note)),), label="1", anchor="n1")]

    (mark,), (mention,) = mentions(blocks, LISTED)

    assert (mark.kind, mark.start, mark.end, mark.targets[0].id, mark.targets[0].locator) == ("note", 14, 15, "nye", "15")
    assert note[mention.start : mention.end] == "Nye, Soft Power, 15"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Power is soft (Nye, 2004). It attracts (ibid., p. 5).", ["nye", "nye"]),
        ("Сила мягка [Иванов, 2010]. Она влечёт [Там же, с. 5].", ["ivanov", "ivanov"]),
        ("Power is soft (Nye, 2004; Roe, 2005). It attracts (ibid.).", ["nye", "roe2", ""]),
        ("It attracts (ibid.). Power is soft (Nye, 2004).", ["", "nye"]),
        ("Power is soft (Nye, 2004). It (ibid. and elsewhere) attracts (see below).", ["nye"]),
    ],
)
def test_ibid_in_the_text_is_the_work_cited_before_it(text: str, ids: list[str]):
    (found,) = mentions([Block("paragraph", (Run(text, 0, len(text)),))], LISTED)

    assert [target.id for mention in found for target in mention.targets] == ids
    assert [mention.kind == "ibid" for mention in found].count(True) == ("(ibid." in text or "Там же" in text) - (
        "elsewhere" in text
    )
