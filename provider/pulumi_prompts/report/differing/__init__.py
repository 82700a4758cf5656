"""How two contents of a prompt differ."""
