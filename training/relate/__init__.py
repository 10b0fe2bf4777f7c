"""Train the network that finds arrows, on drawn figures."""
