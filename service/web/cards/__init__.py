"""Pure view functions: frozen data in, Google's card JSON out."""
