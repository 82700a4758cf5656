"""A real MLflow server and MLflow's own client, in a virtual environment of their own."""
