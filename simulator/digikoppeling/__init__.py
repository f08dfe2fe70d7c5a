"""What the rooms share of Digikoppeling: certificates of our own test CA, and TLS with them."""
