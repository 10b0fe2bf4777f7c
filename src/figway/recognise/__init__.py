"""Recognise genes, families, chemicals, diseases, processes and places in the text of a figure."""
