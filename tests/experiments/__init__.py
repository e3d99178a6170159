"""What researchers call: verbs, commands beside them, comparisons, figures of merit, speed."""
