"""The pages of the gate."""

from app.confidentiality.gate.proving import bp as verify_bp

__all__ = ["verify_bp"]
