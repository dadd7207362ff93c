"""Reports for people at a terminal, drawn with rich: the only room besides `cli` that imports it."""
