"""The engine to watch: Mesa agents, a week a step."""
