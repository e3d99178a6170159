"""The page of rules: all of them to read, and a file of one's own beside the defaults."""
