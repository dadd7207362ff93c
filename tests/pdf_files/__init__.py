"""Writes small PDFs without a PDF library: texts at places, in Helvetica."""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 70.0, 525.0, 770.0, 60.0
FONTS = {"": "Helvetica", "b": "Helvetica-Bold", "i": "Helvetica-Oblique"}
WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl", 0.222),
        (" .,:;/ftI![]", 0.278),
        ("r()-", 0.333),
        ("cksvxyzJ", 0.5),
        ("wCDHNRU", 0.722),
        ("mM", 0.833),
    )
    for letter in letters
}
"""The widths of some letters of Helvetica in ems; the others are about as wide as "n"."""


class Text(NamedTuple):
    """A text at a place, from the lower left corner, in points."""

    left: float
    base: float
    text: str
    size: float = 10
    font: str = ""


def width(text: str, size: float = 10) -> float:
    """Return about how wide a text is."""
    return size * sum(WIDTHS.get(letter, 0.556) for letter in text)


def flow(  # noqa: PLR0913 - a paragraph has as many measures
    text: str, *, left: float = LEFT, right: float = RIGHT, top: float = TOP, size: float = 10, first: float = 0, rest: float = 0
) -> list[Text]:
    """Return the lines of a paragraph that begins at `top`; its first line and the rest are indented by so many points."""
    made: list[Text] = []
    line, base = "", top
    for word in text.split(" "):
        indent = rest if made else first
        if line and left + indent + width(f"{line} {word}", size) > right:
            made.append(Text(left + indent, base, line, size))
            line, base = word, base - 1.2 * size
        else:
            line = f"{line} {word}".lstrip()
    return [*made, Text(left + (rest if made else first), base, line, size)]


def pdf(*pages: list[Text], title: str = "", extra: str = "", rotate: int = 0) -> bytes:
    """Return a PDF of pages; `extra` is more of each page's content."""
    kids = " ".join(f"{3 + len(FONTS) + 2 * number} 0 R" for number in range(len(pages)))
    fonts = " ".join(f"/F{key} {number} 0 R" for number, key in enumerate(FONTS, 3))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"]
    objects += [f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>" for name in FONTS.values()]
    for page in pages:
        content = "\n".join(
            f"BT /F{text.font} {text.size} Tf {text.left:.2f} {text.base:.2f} Td ({_escaped(text.text)}) Tj ET" for text in page
        )
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
        objects += [
            f"<</Type/Page/Parent 2 0 R{box}/Resources<</Font<<{fonts}>>>>/Contents {len(objects) + 2} 0 R>>",
            f"<</Length {len(content) + len(extra) + 1}>>stream\n{content}\n{extra}\nendstream",
        ]
    objects.append(f"<</Title({_escaped(title)})>>")
    return written(objects)


def written(objects: list[str], trailer: str = "") -> bytes:
    """Return a PDF of numbered objects, the first of which is the catalog and the last the properties."""
    data, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R{trailer}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return bytes(data) + (table + end).encode()


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "()\\" else letter for letter in text)
