"""The signs of the font Symbol, which Word writes as numbers in that font."""

from __future__ import annotations

SYMBOL = dict(
    enumerate(
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        0x20,
    )
) | dict(enumerate("€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", 0xA0))
"""The signs from 20 to 7E and from A0 to BC (hexadecimal)."""
PRIVATE = 0xF000
BULLET = "•"


def sign(font: str, code: str) -> str:
    """Return the sign of a font with a code in hexadecimal; a bullet for one that nothing else can show."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:  # noqa: PLR2004 - beyond Unicode
        return ""
    if number >= PRIVATE and number <= PRIVATE + 0xFF:
        number -= PRIVATE
        return SYMBOL.get(number, BULLET) if font == "Symbol" else BULLET
    return SYMBOL.get(number, chr(number)) if font == "Symbol" else chr(number)
