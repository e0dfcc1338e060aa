"""What staff do that touches several records; each all or nothing."""
