"""Fuzzers: what people write, what services answer, what was saved, mutated by dice that fall the same each time.

A case is one mutated input, known by its kind, a seed and its number. The suite runs a few (`tests/hostile/test_fuzz.py`),
`benchmarks/fuzz.py` as many as are wanted.
"""
