"""A rule file is tried before anybody lives by it: gate by gate, in a process of its own."""
