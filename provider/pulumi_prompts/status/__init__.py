"""What serves where: the prompts of several environments beside each other, from states and from registries."""
