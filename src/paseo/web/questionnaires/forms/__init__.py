"""Questions as plain HTML forms: from answers to fields, from fields to answers, and drawn."""
