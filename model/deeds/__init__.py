"""What is done from outside: interventions, what they may change, and the arms of a study."""
