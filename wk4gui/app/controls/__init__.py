"""Controls made from the declarations of parameters."""
