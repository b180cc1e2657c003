"""The picture of the playground lab: its view and plots."""
