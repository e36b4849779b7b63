"""Long work: one module in front of the queue.

``start`` puts work in the queue and returns its row; the work reports through a
:class:`~paseo.web.jobs.progress.Progress`; the page behind the row shows it.
"""
