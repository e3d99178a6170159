"""Figures of merit of a clinic, and how sure they are: shares, correlations, effects, intervals clustered by therapist."""
