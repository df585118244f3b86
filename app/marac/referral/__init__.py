"""Referrals: a worker's worry on its way to the MARAC."""
