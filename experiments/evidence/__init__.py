"""The model held against the published record: findings, how each is measured, and what was found."""
