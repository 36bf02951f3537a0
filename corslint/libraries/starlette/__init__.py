"""Starlette and FastAPI: from the code to its options."""
