"""Origins as people have them: whose a host is, and where its pages are."""
