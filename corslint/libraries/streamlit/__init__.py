"""Streamlit: from its settings to what it answers."""
