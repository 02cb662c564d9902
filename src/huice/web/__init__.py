"""The portal: server-rendered pages and the JSON beside them. Nothing is loaded from elsewhere, no script is needed."""
