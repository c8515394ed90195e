"""What stands between a closed folder and the window: first start, unlocking, codes, and what calls for the lock."""
