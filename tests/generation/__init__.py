"""What is made from the models and checked in: types that programs write, the README's table, the schema of reports.

`make generate` writes all of it; a test says where something is not what would be written now.
"""
