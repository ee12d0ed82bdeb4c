"""Records what a driver and its server say to each other: ``with wire.record(db.dsn) as tap:``."""

from poollab.wire.conversation import Conversation, Message, Turn
from poollab.wire.tap import Tap, record

__all__ = ["Conversation", "Message", "Tap", "Turn", "record"]
