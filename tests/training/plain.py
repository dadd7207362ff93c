"""Chance without chance: the first of every choice, so that a style prints its plainest form."""

from random import Random


class Plain(Random):
    chance = 0.45

    def random(self):
        return self.chance

    def choice(self, seq):
        return seq[0]

    def randint(self, a, b):  # noqa: ARG002
        return a


def fields(reference):
    """Return the marked words by field; a field may occur more than once."""
    return [(field, reference.text[start:end]) for field, start, end in reference.spans]
