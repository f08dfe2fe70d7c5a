"""The conformance suite: judges software under test by what it did at the koppelvlakken."""
