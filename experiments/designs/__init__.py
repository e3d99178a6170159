"""What is to be varied: designs, their files, their points."""
