"""Stands before pip."""
