"""The audit trail: who did what to which object, before and after, for ever."""
