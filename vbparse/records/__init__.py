"""Nodes → typed records: one kind a file. Each record has its node and span; what the text does not say stays null."""
