"""How two contents of a prompt differ: texts by line and by word, everything else by value."""
