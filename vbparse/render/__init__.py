"""Anything → output. May read everything, decides nothing."""
