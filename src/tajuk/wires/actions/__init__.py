"""The writes of the wires, a verb a module."""

from tajuk.wires.actions.announce import announce, announce_leftovers
from tajuk.wires.actions.gather import forget_terms, gather
from tajuk.wires.actions.hand_in import Arrived, KeyReused, hand_in, hand_in_all
from tajuk.wires.actions.quarantine import quarantine, resolve
from tajuk.wires.actions.read_delivery import (
    Receipt,
    read_again,
    read_deliveries,
    read_delivery,
    read_leftovers,
)
from tajuk.wires.actions.receive import receive, receive_all
from tajuk.wires.actions.record_version import Recorded, record_version
from tajuk.wires.actions.renew_token import renew_token
from tajuk.wires.actions.replay import Replayed, deliveries, replay
from tajuk.wires.actions.sort import save_preset, sort
from tajuk.wires.actions.taking import give_back, mark_taken

__all__ = [
    "Arrived",
    "KeyReused",
    "Receipt",
    "Recorded",
    "Replayed",
    "announce",
    "announce_leftovers",
    "deliveries",
    "forget_terms",
    "gather",
    "give_back",
    "hand_in",
    "hand_in_all",
    "mark_taken",
    "quarantine",
    "read_again",
    "read_deliveries",
    "read_delivery",
    "read_leftovers",
    "receive",
    "receive_all",
    "record_version",
    "renew_token",
    "replay",
    "resolve",
    "save_preset",
    "sort",
]
