"""The work done inside the circle: cases, meetings, what is shared, risks and actions."""
