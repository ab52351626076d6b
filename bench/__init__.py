"""One file per measured job, ours and the peer's in the same run; ``python -m bench`` runs them all."""
