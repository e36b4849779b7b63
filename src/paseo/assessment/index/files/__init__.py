"""What a run leaves: plain data, tables, and the record that makes it again."""
