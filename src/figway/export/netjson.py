"""Write a network as figway's own JSON, which keeps all of it."""

from __future__ import annotations

from typing import BinaryIO

from figway.network import Network


def write(network: Network, stream: BinaryIO) -> None:
    """Write the network."""
    stream.write(network.to_json().encode())


def read(stream: BinaryIO) -> Network:
    """Read a network; raises pydantic.ValidationError where it is none."""
    return Network.from_json(stream.read())
