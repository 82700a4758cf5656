"""The status: what several environments have of each prompt, from their states and from registries."""
