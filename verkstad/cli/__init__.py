"""The command line (contract.md): commands and keys in English, messages in Swedish."""
