"""The version of kzcheck, its address, and the mark of its documents: the one place where they are written."""

__version__ = "0.1.0"

HOME = "https://example.org/kzcheck"
"""The repository's address, as GitHub forms it. This is a placeholder: nothing is there, and no release can be made with it."""

MARK = b"kzcheck"
"""The comment of the ZIP archive of a document that kzcheck wrote; Word leaves it out when somebody saves the document again."""
