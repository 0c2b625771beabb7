"""Settings of the documentation; nothing here needs the network."""

import re
import sys
from pathlib import Path

from sphinx.ext import autosummary
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import api_table  # noqa: E402
import coder_table  # noqa: E402

import skmedcode  # noqa: E402

project = "skmedcode"
author = "The skmedcode developers"
copyright = author
version = release = skmedcode.__version__

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "shared_parameters",
    "numpydoc",
    "myst_parser",
]
templates_path = ["_templates"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
toc_object_entries_show_parents = "hide"
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = f"skmedcode {release}"
html_static_path = ["_static"]
html_css_files = ["skmedcode.css"]
html_show_sourcelink = False
html_theme_options = {
    "show_toc_level": 2,
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_sidebars = {"whats_new": [], "examples": []}

# A full stop ends the summary of a docstring; in "``w . h``" it is a product.
autosummary.periods_re = re.compile(r"(?<! )\.(?:\s+)")

api_table.write(HERE / "api")


class CoderTable(SphinxDirective):
    """What each coder is made of."""

    def run(self):
        return self.parse_text_to_nodes(coder_table.as_markdown())


class ReportedTable(SphinxDirective):
    """What others report of the same networks."""

    def run(self):
        return self.parse_text_to_nodes(coder_table.reported_as_markdown())


def setup(app):
    app.add_directive("coder-table", CoderTable)
    app.add_directive("reported-table", ReportedTable)
