"""The writes of the wires, a verb a module."""

from tajuk.wires.actions.announce import announce, announce_leftovers
from tajuk.wires.actions.gather import forget_terms, gather
from tajuk.wires.actions.hand_in import KeyReused, hand_in
from tajuk.wires.actions.quarantine import quarantine, resolve
from tajuk.wires.actions.read_delivery import Receipt, read_again, read_delivery, read_leftovers
from tajuk.wires.actions.receive import receive
from tajuk.wires.actions.record_version import Recorded, record_version
from tajuk.wires.actions.renew_token import renew_token
from tajuk.wires.actions.replay import Replayed, deliveries, replay
from tajuk.wires.actions.sort import save_preset, sort
from tajuk.wires.actions.taking import give_back, mark_taken

__all__ = [
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
    "mark_taken",
    "quarantine",
    "read_again",
    "read_delivery",
    "read_leftovers",
    "receive",
    "record_version",
    "renew_token",
    "replay",
    "resolve",
    "save_preset",
    "sort",
]
