"""Commands of accounts: mail that comes in."""
