"""The first page: two therapies under the same luck, one thing different, played side by side."""
