"""The award: gates, points, standing."""
