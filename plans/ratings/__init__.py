"""What ratings mean: which one the dates suggest, how they compare over time, and their chart."""
