"""One assessment as a person takes it away: in a terminal, on paper, as data."""
