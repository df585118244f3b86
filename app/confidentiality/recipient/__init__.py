"""Who outside and inside may be sent something: a register, and no other way to name anybody."""
