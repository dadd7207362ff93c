"""An index of works on this machine, made from what services publish in bulk: one shelf for each source, each a tantivy index."""
