This is no feature file.

Not at all.
