"""Results on disk, and results made again."""
