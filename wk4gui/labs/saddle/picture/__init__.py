"""The picture of the saddle lab: its view and plots."""
