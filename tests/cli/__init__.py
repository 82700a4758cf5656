"""The command line, with a `pulumi` that answers what the tests have written down."""
