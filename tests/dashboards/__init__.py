"""The pages, with and without a browser."""
