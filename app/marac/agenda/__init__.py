"""Agendas: which cases a meeting has, in which order, for how long, and until when each waits."""
