"""The model held against the published record; studies and rival theories."""
