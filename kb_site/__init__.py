"""The frame of the site: settings, addresses, home; nobody imports it."""
