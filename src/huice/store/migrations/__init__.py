"""Migrations of the tables, run when a store is written to."""
