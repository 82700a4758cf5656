"""What several registries have in common: flattening, our notes, and the settings of those that are reached by HTTP."""
