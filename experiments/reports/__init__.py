"""What a finished sweep has to say: findings in words, figures, and the report that can be sent to a colleague."""
