"""What `make` runs: setting up, bringing up the demonstration, checking. Standard library only."""
