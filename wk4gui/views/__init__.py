"""One module per lab, with the lab's name: draws a result and decides nothing."""
