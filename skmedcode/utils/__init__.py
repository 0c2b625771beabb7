"""Validation, optional dependencies, and the checks that every coder passes."""
