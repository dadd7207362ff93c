"""Statistics for `text_passages.py`: areas under curves, intervals, a logistic model with cross-validation, and a drawing."""

from __future__ import annotations

import random
from math import exp, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DRAWS = 2000
SEED = 17
ROUNDS, RATE, RIDGE = 300, 0.5, 2.0


def area(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Return the area under the ROC curve: how often a true case scores more than a false one."""
    true = [score for score, right in zip(scores, truth, strict=True) if right]
    false = [score for score, right in zip(scores, truth, strict=True) if not right]
    return sum((a > b) + (a == b) / 2 for a in true for b in false) / (len(true) * len(false))


def ranks(scores: Sequence[float], wanted: Sequence[bool]) -> list[tuple[float, float]]:
    """Return recall and precision of the wanted cases among those with the lowest scores, for each threshold."""
    points, found = [], 0
    for count, place in enumerate(sorted(range(len(scores)), key=lambda place: scores[place]), 1):
        found += wanted[place]
        points.append((found / sum(wanted), found / count))
    return points


def interval(share: float, count: int) -> tuple[float, float]:
    """Return the Wilson interval (95 %) of a share."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return middle - half, middle + half


def balanced(scores: Sequence[float], truth: Sequence[bool]) -> tuple[float, float, float]:
    """Return the balanced accuracy of scores above 0, and its interval (95 %, bootstrap)."""
    rng = random.Random(SEED)
    right = {
        kind: [(score > 0) == kind for score, real in zip(scores, truth, strict=True) if real == kind] for kind in (True, False)
    }
    drawn = sorted(sum(sum(rng.choices(those, k=len(those))) / len(those) for those in right.values()) / 2 for _ in range(DRAWS))
    share = sum(sum(those) / len(those) for those in right.values()) / 2
    return share, drawn[DRAWS // 40], drawn[-DRAWS // 40]


def cross_validated(rows: Sequence[Sequence[float]], truth: Sequence[bool], *, folds: int) -> list[float]:
    """Return the score of each row by a logistic model of the rows in the other folds, above 0 for true."""
    scores = [0.0] * len(rows)
    for fold in range(folds):
        others = [place for place in range(len(rows)) if place % folds != fold]
        weights, constant = _model([rows[place] for place in others], [truth[place] for place in others])
        for place in range(fold, len(rows), folds):
            scores[place] = constant + sum(weight * value for weight, value in zip(weights, rows[place], strict=True))
    return scores


def _model(rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> tuple[list[float], float]:
    """Return weights and constant of a logistic model in which both classes count the same."""
    columns = list(zip(*rows, strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0 for column, mean in zip(columns, means, strict=True)
    ]
    scaled = [[(value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)] for row in rows]
    counts = {True: sum(truth), False: len(truth) - sum(truth)}
    weights, constant = [0.0] * len(columns), 0.0
    for _ in range(ROUNDS):
        slopes, slope = [RIDGE / len(rows) * weight for weight in weights], 0.0
        for row, right in zip(scaled, truth, strict=True):
            guess = 1 / (1 + exp(-constant - sum(weight * value for weight, value in zip(weights, row, strict=True))))
            error = (guess - right) / (2 * counts[right])
            slope += error
            slopes = [before + error * value for before, value in zip(slopes, row, strict=True)]
        constant -= RATE * slope
        weights = [weight - RATE * change for weight, change in zip(weights, slopes, strict=True)]
    plain = [weight / spread for weight, spread in zip(weights, spreads, strict=True)]
    return plain, constant - sum(weight * mean for weight, mean in zip(plain, means, strict=True))


WIDTH, HEIGHT, EDGE = 640, 400, 48
COLOURS = ("#9ecae1", "#a1d99b", "#08519c", "#006d2c")


def plot(curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return a drawing (SVG) of curves of recall and precision, from 0 to 1."""
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>Precision and recall of claims with low scores</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = EDGE + wide * tenth / 10, HEIGHT - EDGE - high * tenth / 10
        parts += [
            f'<path d="M{EDGE} {y:.0f}H{WIDTH - EDGE}" stroke="#ddd"/>',
            f'<text x="{EDGE - 8}" y="{y + 4:.0f}" text-anchor="end">{tenth / 10:.1f}</text>',
            f'<text x="{x:.0f}" y="{HEIGHT - EDGE + 18}" text-anchor="middle">{tenth / 10:.1f}</text>',
        ]
    parts.append(f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">recall</text>')
    parts.append(f'<text x="{EDGE}" y="{EDGE - 14}">precision</text>')
    for number, (name, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = " ".join(f"{EDGE + wide * recall:.1f},{HEIGHT - EDGE - high * precision:.1f}" for recall, precision in points)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - EDGE}" y="{EDGE + 16 * number}" text-anchor="end" fill="{colour}">{name}</text>')
    return "\n".join((*parts, "</svg>")) + "\n"
