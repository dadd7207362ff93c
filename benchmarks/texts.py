"""Claims beside the texts of their sources.

python benchmarks/texts.py
"""

from __future__ import annotations

import gold
import text_passages

if __name__ == "__main__":
    gold.need()
    text_passages.main()
