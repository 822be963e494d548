"""The one gate: policies, reasons and the registry of exits."""
