"""The surveys room: files of answers become results, and results observations."""
