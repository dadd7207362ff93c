"""Fuzzers: input files, answers of services and saved data, mutated by a random generator with a fixed seed.

A case is one mutated input, identified by its kind, a seed and its number. The suite runs a few (`tests/hostile/test_fuzz.py`),
`benchmarks/fuzz.py` any number.
"""
