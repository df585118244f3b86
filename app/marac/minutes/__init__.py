"""What a meeting leaves behind: written by the board, edited, approved, signed as a tree."""
