"""VB4xx: who is to do what, by when."""
