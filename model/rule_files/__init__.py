"""What a rule file may be: what it must keep to, what it imports, and what it brings of its own."""
