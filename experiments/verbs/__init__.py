"""What the commands do, as functions for scripts and notebooks; `experiments` hands them on by name."""
