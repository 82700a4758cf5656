"""The registries of others on which the same lives are lived: one small world each."""
