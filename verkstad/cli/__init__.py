"""The command line: commands and keys in English, messages in Swedish. Other programs use them: never rename."""
