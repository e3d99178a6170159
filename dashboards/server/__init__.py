"""What serves a class: settings before Solara starts, the line and the memory of visitors, and where long work is done."""
