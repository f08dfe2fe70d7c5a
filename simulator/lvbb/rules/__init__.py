"""The rules of the LVBB: pure functions over a Levering, each joined to its row in contracts/lvbb/rules.csv."""
