"""Many clinics of one design: what it says, how it is done, and how it survives."""
