"""The Home Office firewall: pure rules over names, addresses and words; blocks commitments only."""
