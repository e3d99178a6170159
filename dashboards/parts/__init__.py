"""What several pages are made of: the frame around them, addresses, knobs, charts, bars."""
