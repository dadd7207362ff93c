"""Gets the texts of cited works and compares claims with them. Texts stay in memory: only what was compared becomes evidence."""
