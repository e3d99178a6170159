"""What is typed: the sub-commands of `dyads` that simulate, sweep, analyse and hold the model against the record."""
