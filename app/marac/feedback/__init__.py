"""What a victim was told of her meeting, by her IDVA, when and whether that was safe."""
