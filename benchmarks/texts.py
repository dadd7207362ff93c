"""Claims and quotations beside the texts of their sources.

python benchmarks/texts.py [passages | quotations]
"""

from __future__ import annotations

import argparse

import gold
import text_passages
import text_quotations

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("passages", "quotations"), help="one part; without it, both")
    part = parser.parse_args().part
    gold.need()
    if part != "quotations":
        text_passages.main()
    if part != "passages":
        text_quotations.main(())
