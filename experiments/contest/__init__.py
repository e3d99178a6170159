"""Theories compete: the model, its rivals and null models on the same findings under the same luck."""
