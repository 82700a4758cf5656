"""What programs write: inputs, configuration, markers."""
