"""What is shown: one document model, one writer per format, pictures of our own."""
