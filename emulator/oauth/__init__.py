"""Google's sign-in: tokens, keys, ID tokens."""
