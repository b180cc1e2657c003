"""The picture of the dropout lab: its view and plots."""
