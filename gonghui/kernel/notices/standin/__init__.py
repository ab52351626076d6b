"""A local server in the place of every gateway: speaks their protocols, keeps what came, fails when told to."""
