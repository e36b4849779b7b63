"""An index over time: goalposts frozen, old scores unmoved, changes told by what made them."""

from paseo.stats.composite.panel.building import Change, Panel, build_panel
from paseo.stats.composite.panel.contributions import contributions
from paseo.stats.composite.panel.freezing import Frozen, freeze

__all__ = ["Change", "Frozen", "Panel", "build_panel", "contributions", "freeze"]
