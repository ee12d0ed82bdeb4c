"""A pod: the answers of a submission examined in containers of their own, walled off."""
