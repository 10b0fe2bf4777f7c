"""Make the reading models: cut them from what is published, teach them, make them small."""
