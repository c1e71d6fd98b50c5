"""Scripts that build the bundled sentence encoder and verifier; see README.md in this folder.

The installed product never imports this package.
"""
