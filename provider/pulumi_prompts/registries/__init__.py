"""What reaches registries: the protocols, what each can express, which there are, and an adapter for each."""
