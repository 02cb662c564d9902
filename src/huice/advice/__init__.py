"""What to do next: the question that settles most. Pure; the engine's findings go in, advice comes out."""
