"""VB5xx: letters, blanks, residue, slips of the pen and of OCR."""
