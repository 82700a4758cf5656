"""What several registries have in common: flattening, and the settings of those that are reached by HTTP."""
