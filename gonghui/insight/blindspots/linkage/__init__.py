"""A list against the registers: ``firms`` and ``people`` compare, ``comparing`` is both, ``telling`` says it."""
