"""Registries without a public server, as strict stand-ins over real HTTP. They import nothing of `pulumi_prompts`."""
