"""Turns contracts/ into objects: APIs, schemas, rules; and the safe ways in for XML and zips."""
