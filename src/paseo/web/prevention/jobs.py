"""The kinds of long work of the room, declared where the work is."""

from paseo.web.prevention.evaluation import jobs as evaluation

__all__ = ["evaluation"]
