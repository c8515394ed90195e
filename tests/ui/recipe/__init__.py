"""A register made as the README says, in a copy of the program, and all that it should then be able to do."""
