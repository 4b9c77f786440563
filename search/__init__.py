"""The engine, the log and the gaps; knows documents, not who made them."""
