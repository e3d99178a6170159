"""What there is to know of a rule, for whoever wants to change it."""
