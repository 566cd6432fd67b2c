"""A stand-in for other computers, and what runs a notebook as on one of them."""
