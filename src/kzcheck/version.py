"""The version of kzcheck and its address: the one place where they are written."""

__version__ = "0.1.0"

HOME = "https://example.org/kzcheck"
"""The repository's address, as GitHub forms it. This is a placeholder: nothing is there, and no release can be made with it."""
