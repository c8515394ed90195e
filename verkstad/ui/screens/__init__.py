"""The pages of the window. One folder for each subject; modules used by several subjects are outside the folders."""
