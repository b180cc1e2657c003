"""What a lab is: declarations, parts, summaries, questions, lessons. No Qt."""
