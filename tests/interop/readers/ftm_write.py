"""FollowTheMoney writes sanctions listings of its own: `ftm_write.py`.

A company that was listed until September 2025, and a ship that still is.
"""

import json

from followthemoney import model

company = model.make_entity("Company")
company.make_id("listed", 1)
company.add("name", "Belavia – Белорусские авиалинии")
company.add("country", "Belarus")
sanction = model.make_entity("Sanction")
sanction.make_id("sanction", 1)
sanction.add("entity", company)
sanction.add("program", "BELARUS-EO14038")
sanction.add("authority", "Office of Foreign Assets Control")
sanction.add("startDate", "2021-12-02")
sanction.add("endDate", "2025-09-11")
ship = model.make_entity("Vessel")
ship.make_id("listed", 2)
ship.add("name", "Volga")
still = model.make_entity("Sanction")
still.make_id("sanction", 2)
still.add("entity", ship)
still.add("program", "BELARUS-EO14038")
still.add("startDate", "2022-03")
entities = (company, sanction, ship, still)
lines = [json.dumps(x.to_dict(), ensure_ascii=False) for x in entities]
print(json.dumps({"lines": lines}))
