"""What a user does: check, store, log and announce, one transaction each."""
