"""Pictures of a report, where looking beats reading: one file a picture, each a function from a report to an SVG in a figure.

A picture in which no finding is seen is empty. Colours are those of the page's classes (`sev-error`, `sev-warning`,
`sev-note`, `ok`, `muted`) and of its text, and no two things differ by colour alone.
"""

from kzcheck.formats.html.pictures.citing import claims_on_references
from kzcheck.formats.html.pictures.links import links_by_age
from kzcheck.formats.html.pictures.years import years

__all__ = ["claims_on_references", "links_by_age", "years"]
