"""Pure comparison: names, titles, imprints, works, links, lists and attribution."""
