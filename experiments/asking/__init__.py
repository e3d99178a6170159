"""The model asked a question: a laboratory of worlds under the same luck, what was expected, and what was found."""
