"""Whose points the numbers of a case are in."""

from detente.case import Case
from detente.elicitation.points import comparable, owner


def test_whose_points_an_amount_is_in() -> None:
    """Costs are the giver's, values the receiver's, stakes and caps one's own; shares nobody's."""
    owners = comparable(Case.load("minsk"))
    assert owners["measures.releases_waves.cost"] == "by"
    assert owners["measures.releases_waves.value.us"] == "us"
    assert owners["measures.releases_prominent.value.det"] == "det"
    assert owners["parties.us.stake.reputation"] == "us"
    assert owners["incidents.border_clash.severity.by"] == "by"
    assert owners["channels.border_line.upkeep.eub"] == "eub"
    assert "revocability.licence.lost" not in owners
    assert "measures.potash_licence.uptake" not in owners
    assert "incidents.border_clash.effects.border_order" not in owners
    assert "measures.releases_waves.lead" not in owners
    assert owner(Case.load("minsk"), "measures.releases_waves.verification.detection") is None
