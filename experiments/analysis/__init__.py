"""Which factors an outcome depends on, how much is luck, and how much to simulate."""
