"""Subjects: reading and writing what is known of them."""
