"""The page of evidence: every published finding beside what the model and its nulls show."""
