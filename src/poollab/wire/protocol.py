"""The bytes of a connection, cut into PostgreSQL's messages and named as its manual names them.

https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from poollab.wire.details import detail

Sender = Literal["driver", "server"]

UNREADABLE = "unreadable"
ENCRYPTED = "encrypted from here on"
SSL_REQUEST = struct.pack(">ii", 8, 80877103)
TLS_HANDSHAKE = 0x16  # how a driver begins that encrypts without asking (sslnegotiation=direct)

# The packets before and at the start-up carry a code where later messages have their type.
OPENERS = {80877102: "CancelRequest", 80877103: "SSLRequest", 80877104: "GSSENCRequest"}
LONGEST_OPENER = 10_000  # bytes, the server's own limit

TYPES: dict[Sender, dict[str, str]] = {
    "driver": {
        "B": "Bind", "C": "Close", "D": "Describe", "E": "Execute", "F": "FunctionCall",
        "H": "Flush", "P": "Parse", "Q": "Query", "S": "Sync", "X": "Terminate", "c": "CopyDone",
        "d": "CopyData", "f": "CopyFail", "p": "PasswordMessage",
    },
    "server": {
        "1": "ParseComplete", "2": "BindComplete", "3": "CloseComplete",
        "A": "NotificationResponse", "C": "CommandComplete", "D": "DataRow",
        "E": "ErrorResponse", "G": "CopyInResponse",
        "H": "CopyOutResponse", "I": "EmptyQueryResponse", "K": "BackendKeyData",
        "N": "NoticeResponse", "R": "Authentication", "S": "ParameterStatus",
        "T": "RowDescription", "V": "FunctionCallResponse", "W": "CopyBothResponse",
        "Z": "ReadyForQuery", "c": "CopyDone", "d": "CopyData", "n": "NoData",
        "s": "PortalSuspended", "t": "ParameterDescription", "v": "NegotiateProtocolVersion",
    },
}  # fmt: skip
# What the server asks for, and what the driver's answer to it is called.
AUTHENTICATION = {
    0: ("AuthenticationOk", ""),
    3: ("AuthenticationCleartextPassword", "PasswordMessage"),
    5: ("AuthenticationMD5Password", "PasswordMessage"),
    7: ("AuthenticationGSS", "GSSResponse"),
    8: ("AuthenticationGSSContinue", "GSSResponse"),
    9: ("AuthenticationSSPI", "GSSResponse"),
    10: ("AuthenticationSASL", "SASLInitialResponse"),
    11: ("AuthenticationSASLContinue", "SASLResponse"),
    12: ("AuthenticationSASLFinal", ""),
}


@dataclass(frozen=True)
class Frame:
    """One message, without its secrets: nothing else of it is kept."""

    type: str  # the type byte; empty for the packets that have none
    name: str
    length: int  # bytes on the wire, all included
    detail: str


class Reader:
    """Reads both directions of one connection; what it can't read it names so, once."""

    def __init__(self) -> None:
        self._buffers: dict[Sender, bytearray] = {"driver": bytearray(), "server": bytearray()}
        self._blind: set[Sender] = set()
        self._opening = True  # the driver's next packet has no type byte
        self._yes_or_no = False  # the server's next answer is a single byte
        self._answer = "PasswordMessage"  # what the driver's next "p" is

    def feed(self, sender: Sender, data: bytes) -> Iterator[Frame]:
        """Yield the messages that these bytes complete."""
        if sender in self._blind:
            return
        buffer = self._buffers[sender]
        buffer += data
        while frame := self._next(sender, buffer):
            del buffer[: frame.length]
            yield frame

    def _next(self, sender: Sender, buffer: bytearray) -> Frame | None:
        """Return the first message in the buffer, None while it is not complete."""
        if not buffer or sender in self._blind:
            return None
        if sender == "server" and self._yes_or_no:
            self._yes_or_no = False
            if (answer := chr(buffer[0])) in "NSG":
                return self._encryption(answer)
        if sender == "driver" and self._opening:
            return self._opener(buffer)
        return self._typed(sender, buffer)

    def _opener(self, buffer: bytearray) -> Frame | None:
        """Read a packet of the time before the driver has said who it is."""
        if len(buffer) < 8:
            return None
        if buffer[0] == TLS_HANDSHAKE:
            return self._encrypted(Frame("", "ClientHello", len(buffer), ENCRYPTED))
        length, code = struct.unpack(">ii", buffer[:8])
        name = "StartupMessage" if code >> 16 == 3 else OPENERS.get(code)
        if name is None or not 8 <= length <= LONGEST_OPENER:
            return self._unreadable("driver", buffer)
        if len(buffer) < length:
            return None
        self._opening = name in ("SSLRequest", "GSSENCRequest")
        self._yes_or_no = self._opening
        return Frame("", name, length, detail(name, bytes(buffer[8:length])))

    def _encryption(self, answer: str) -> Frame:
        """Read the one byte that says whether the rest will be encrypted."""
        if answer == "N":
            return Frame(answer, "N", 1, "no encryption")
        return self._encrypted(Frame(answer, answer, 1, ENCRYPTED))

    def _encrypted(self, last: Frame) -> Frame:
        """Give up reading both directions behind this."""
        self._blind |= {"driver", "server"}
        return last

    def _typed(self, sender: Sender, buffer: bytearray) -> Frame | None:
        """Read a message that begins with its type and its length."""
        if len(buffer) < 5:
            return None
        kind, length = chr(buffer[0]), 1 + struct.unpack(">i", buffer[1:5])[0]
        if kind not in TYPES[sender] or length < 5:
            return self._unreadable(sender, buffer)
        if len(buffer) < length:
            return None
        payload = bytes(buffer[5:length])
        name = self._name(sender, kind, payload)
        return Frame(kind, name, length, detail(name, payload))

    def _name(self, sender: Sender, kind: str, payload: bytes) -> str:
        """Return a message's name; of passwords and the requests for them it takes two to tell."""
        if sender == "driver":
            return self._answer if kind == "p" else TYPES[sender][kind]
        if kind == "R" and len(payload) >= 4:
            code = struct.unpack(">i", payload[:4])[0]
            name, self._answer = AUTHENTICATION.get(code, (f"Authentication{code}", "GSSResponse"))
            return name
        return TYPES[sender][kind]

    def _unreadable(self, sender: Sender, buffer: bytearray) -> Frame:
        """Give up reading one direction."""
        self._blind.add(sender)
        return Frame("", UNREADABLE, len(buffer), "no message of the PostgreSQL protocol")
