"""Did it work? One evaluation as a report."""
