"""What the clauses of a document state: figures, days, departments, and the like, each with its place and a confidence."""
