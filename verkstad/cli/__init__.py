"""The command line: commands and keys in English, messages in Swedish. Others rely on them: they stay."""
