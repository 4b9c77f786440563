"""The knowledge base: sections, articles, votes, imports."""
