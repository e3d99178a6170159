"""The signals by which somebody asks this program to stop: Ctrl-C, a polite kill, a terminal that closes."""

import signal

STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
