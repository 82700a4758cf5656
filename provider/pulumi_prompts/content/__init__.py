"""What decides how a model answers: models, options, digest, parsing, variables, differences. No I/O."""
