"""Pure text processing: folding, scripts, languages, dates, numbers, locators, sentences and the sources that a sentence names."""
