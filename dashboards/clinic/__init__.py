"""The page of a clinic: hundreds to thousands of dyads that answer to sliders."""
