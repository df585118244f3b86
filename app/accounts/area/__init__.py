"""The MARAC area: one borough's circle, its settings and its root of confirmation."""
