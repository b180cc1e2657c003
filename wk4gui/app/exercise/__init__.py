"""The desk on which exercises are worked out, and the record of what was answered."""
