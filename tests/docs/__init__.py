"""What is written for people: README, pages, exercises, tutorials."""
