"""Designs, sweeps, their analysis and reports."""
