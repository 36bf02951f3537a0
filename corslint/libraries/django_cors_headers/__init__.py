"""django-cors-headers: from the code to its options."""
