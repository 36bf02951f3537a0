"""Which version of a library a project uses, as its own files say."""
