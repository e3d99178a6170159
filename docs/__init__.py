"""The documentation: pages by hand, pages made from what the code declares, and the site of all of them."""
