"""The fitted numbers: searched, pinned down by findings or not, equally good ones, and shipped."""
