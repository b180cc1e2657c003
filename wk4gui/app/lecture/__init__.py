"""Lectures: collecting slides and presenting them."""
