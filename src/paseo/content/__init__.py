"""Knowledge as data: packs, their language maps, and the problems a check can find."""
