"""The manual: how to map a policy step by step, with worked cases."""
