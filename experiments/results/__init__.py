"""Results on disk: whole or not at all, with a record that makes them again, and rows that are lived again."""
