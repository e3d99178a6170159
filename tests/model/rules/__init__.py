"""Every rule pulls in the direction that the theory says: a file for each file of rules."""
