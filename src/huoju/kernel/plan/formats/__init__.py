"""Formats: one module for each kind of file, imported only when such a file comes."""
