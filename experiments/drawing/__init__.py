"""What figures look like, and the figures of a clinic and of a life."""
