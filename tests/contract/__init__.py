"""What schools and their tools rely on, written down by hand: tabs, headings, drop-downs, settings,
titles. Everything else in the tests goes through the registers; this does not."""
