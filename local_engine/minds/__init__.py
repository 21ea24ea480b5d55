"""Minds for the local engine: each offers `protocols.Mind`, is imported by `__main__` only, and knows no wire."""
