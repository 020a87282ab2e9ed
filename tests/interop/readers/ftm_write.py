"""FollowTheMoney writes a sanctions listing of its own, as its library puts it: `ftm_write.py`."""

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
lines = [json.dumps(x.to_dict(), ensure_ascii=False) for x in (company, sanction)]
print(json.dumps({"lines": lines}))
