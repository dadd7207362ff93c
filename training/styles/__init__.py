"""One file a style: each has `write(work, random)`, which returns a labelled reference."""
