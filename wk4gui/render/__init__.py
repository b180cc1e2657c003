"""How things look: theme, type, plots and the network diagram. Qt begins here."""
