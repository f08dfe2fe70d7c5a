"""What all koppelvlakken share of the domain: organisations, identifiers, geometry, working days and code lists."""
