"""Draw pathway figures whose arrows are known."""
