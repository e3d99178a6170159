"""A therapy in words, told from its recorded rows alone."""
