"""From a sheet as people keep it to clean columns, and back to a marked copy."""
