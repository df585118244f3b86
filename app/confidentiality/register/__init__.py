"""The register of attempts to reach the Home Office, and of who called to ask."""
