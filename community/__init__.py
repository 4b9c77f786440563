"""The forum: boards, threads, posts and their states."""
