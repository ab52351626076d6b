"""The demonstration county: real divisions and published totals, invented people and employers."""
