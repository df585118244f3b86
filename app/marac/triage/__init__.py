"""Triage: from a referral in the queue to a case on a list, by an officer."""
