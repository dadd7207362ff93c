"""Corpora: many articles audited on the workers of a cluster, their results as tables, and an overview of all of them."""
