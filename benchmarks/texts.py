"""Claims and quotations beside the texts of their sources, and the files that hold these.

python benchmarks/texts.py [passages | quotations | files | alarms]
"""

from __future__ import annotations

import argparse

import gold
import text_alarms
import text_files
import text_passages
import text_quotations

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=("passages", "quotations", "files", "alarms"), help="one part; without it, all")
    part = parser.parse_args().part
    gold.need()
    if part in ("passages", None):
        text_passages.main()
    if part in ("quotations", None):
        text_quotations.main(())
    if part in ("files", None):
        text_files.main(())
    if part in ("alarms", None):
        text_alarms.main(())
