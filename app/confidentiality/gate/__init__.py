"""The one gate: nothing leaves the circle but by a chair’s signature over exactly these bytes."""
