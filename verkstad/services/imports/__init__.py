"""Import of a workbook: everything is stored under one name, or nothing and every fault is reported."""

from verkstad.services.imports.service import Imports

__all__ = ["Imports"]
