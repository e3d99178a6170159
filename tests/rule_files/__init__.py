"""Rule files: read, tried, told of, whatever they do."""
