"""What is given from outside, checked before any work: how much is asked for, engines, tables of users."""
