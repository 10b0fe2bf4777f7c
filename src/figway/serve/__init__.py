"""Show a library in the browser and answer programs: pages, curation, REST API, static site."""
