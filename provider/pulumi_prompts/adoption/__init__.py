"""Prompts that a registry already has: list them, and write files and a program that adopt them."""
