"""Services: each user action checks, stores, logs and announces in one transaction."""
