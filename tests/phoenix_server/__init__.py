"""A real Phoenix server and Phoenix's own client, in a virtual environment of their own."""
