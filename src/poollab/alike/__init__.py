"""Which answers are the same, when names and layout are put aside."""
