"""Take figures with their captions out of PDF files: pages (what is printed where), layout (pure), take (to files)."""
