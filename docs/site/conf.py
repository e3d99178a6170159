"""How Sphinx makes the site: Markdown by MyST, docstrings by autodoc, looks by Furo; nothing is fetched from the web."""

from importlib import metadata

project = "Therapy dyads"
author = "the authors of therapy-dyads"
version = release = metadata.version("therapy-dyads")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_links_external_new_tab = True
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = "Therapy dyads"
html_static_path = ["static"]
html_logo = html_favicon = "static/dyad.svg"
html_css_files = ["site.css"]
html_show_search_summary = False  # a page opened from disk may not read others
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e54", "color-brand-content": "#0b6e54", "color-brand-visited": "#5c3d99"},
    "dark_css_variables": {"color-brand-primary": "#4fc3a1", "color-brand-content": "#6fd3b5", "color-brand-visited": "#c3a6ff"},
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
