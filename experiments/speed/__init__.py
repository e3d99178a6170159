"""How fast it is here, beside idiomatic Mesa on the same rules."""
