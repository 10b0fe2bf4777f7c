"""Get figures and what is known of them from where people keep them."""
