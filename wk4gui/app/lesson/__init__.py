"""The lesson beside a lab, and its predictions."""
