"""From a file to documents and their clause trees. Pure functions; nothing here touches a disk."""
