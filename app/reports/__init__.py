"""The statutory tables; one module for each form, with writers."""
