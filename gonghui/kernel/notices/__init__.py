"""Telling people: a notice in the platform, and a message outside that says only that there is one.

``catalogue`` what may be told and in which words · ``actions`` telling, withdrawing, reading · ``routing`` and
``sending`` the outbox and the process that empties it · ``gateways`` the ways out, one adapter each ·
``addresses`` and ``codes`` where a person is reached, proved by a code · ``standin`` a local server that
speaks every gateway's protocol.
"""
