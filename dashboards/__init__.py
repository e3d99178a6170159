"""What teachers and students see."""
