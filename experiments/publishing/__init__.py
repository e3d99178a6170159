"""The page that publishes the evidence, and the runs that it is made from."""
