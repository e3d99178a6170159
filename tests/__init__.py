"""One file per promise, in folders as the code has them; commands that take long stand beside: `python -m tests.hostile` and others."""
