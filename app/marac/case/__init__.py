"""Cases: one victim's situation, sealed to its circle."""
