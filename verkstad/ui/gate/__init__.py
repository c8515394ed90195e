"""Windows and services around a closed folder: first start, unlocking, codes, and what triggers the lock."""
