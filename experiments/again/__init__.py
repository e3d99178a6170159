"""Results made again: any row of any result lived anew, or all of it, and held against what was recorded."""
