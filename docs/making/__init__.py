"""How pages are made: from templates, from what the code declares, and for the site."""
