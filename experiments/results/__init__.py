"""Results on disk: whole or not at all, each with the record of what made it."""
