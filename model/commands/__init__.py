"""The command `dyads`, and the sub-commands that look up what there is."""
