"""Registries that the clients of their vendors have filled, with 20 prompts each, before there is a program of ours."""
