"""What lives: rules, sessions, luck, and the two engines."""
