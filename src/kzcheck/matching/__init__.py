"""Pure comparison: names, titles and styles."""
