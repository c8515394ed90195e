"""Reading a workbook into the store: all of it under one name, or nothing and every fault."""

from verkstad.services.imports.service import Imports

__all__ = ["Imports"]
