"""Which input drives an output: designs, Sobol indices with their intervals, Morris screening."""
