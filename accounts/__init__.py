"""Members, shops, roles, sign-on, notices."""
