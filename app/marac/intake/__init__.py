"""Intake: referrals from spreadsheets and from agencies’ own systems."""
