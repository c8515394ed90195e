"""Files for a test that adds a register to a copy of the program as the README says, and checks that all works."""
