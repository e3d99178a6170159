"""The page of a map: two parameters, one outcome, a clinic in each cell."""
