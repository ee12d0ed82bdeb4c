"""Handing in to a hub: the learner's side, and the service that gives receipts."""
