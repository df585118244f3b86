"""A made-up MARAC to learn on: its people, its cases, and the page that lets a newcomer in."""
