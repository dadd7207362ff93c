"""Pure text work: folding, scripts, languages, dates, numbers, locators, sentences and who is named as a source."""
