"""Runs over a registry and what is delivered from them without anybody applying (免申即享)."""
