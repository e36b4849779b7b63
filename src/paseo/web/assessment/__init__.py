"""The assessment in the browser: overview, city, dimensions, and the page behind every number."""
