"""Exports: pictures, animations, data, reports and exercise sheets."""
