"""The engine that counts: the same rules and the same session, compiled, for clinics of thousands."""
