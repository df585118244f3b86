"""Meetings: agenda, declaration, attendance, what is shared and which risks are seen."""
