"""ministack, an independent AWS emulator, as a witness for our own fake of Bedrock's prompt registry."""
