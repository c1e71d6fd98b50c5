"""Every word on screen and every key typed."""
