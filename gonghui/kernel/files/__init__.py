"""Files that people hand in: checked first, then read in a limited child process."""
