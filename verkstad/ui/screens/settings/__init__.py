"""The page Inställningar, one module for each tab."""
