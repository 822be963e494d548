"""Tables of the wires: who sends, what came as bytes, and the stories read from it."""

from tajuk.wires.models.choosing import Choosing, Preset, PresetMatch, Rule
from tajuk.wires.models.clusters import Cluster, ClusterTerm, ItemShingle
from tajuk.wires.models.items import WireItem, WireVersion
from tajuk.wires.models.payloads import Delivery, Payload, Quarantine
from tajuk.wires.models.sources import Agency, Seen, Source

__all__ = [
    "Agency",
    "Choosing",
    "Cluster",
    "ClusterTerm",
    "Delivery",
    "ItemShingle",
    "Payload",
    "Preset",
    "PresetMatch",
    "Quarantine",
    "Rule",
    "Seen",
    "Source",
    "WireItem",
    "WireVersion",
]
