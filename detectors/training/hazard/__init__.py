"""Training of the fire and smoke head that stands on the frozen trunk of the street model."""
