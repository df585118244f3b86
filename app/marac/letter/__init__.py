"""Letters: that the MARAC heard her case, to her adviser, her IDVA, her own hand and the courts."""
