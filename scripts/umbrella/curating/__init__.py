"""The hands of a curator: a workbook of the tables, tables put in their one form, terms renamed."""
