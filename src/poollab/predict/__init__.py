"""Guess first: questions before a cell runs, questions and cards to recall by afterwards."""

from poollab.predict.ask import Guess, cards, number, poll, quiz
from poollab.predict.end import how_did_i_do

__all__ = ["Guess", "cards", "how_did_i_do", "number", "poll", "quiz"]
