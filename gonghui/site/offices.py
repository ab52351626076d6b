"""How the offices of unions are called for short in the numbers of their documents, and who in them writes,
checks, signs and keeps a document.
"""

from __future__ import annotations

from gonghui.kernel.documents.drafting import drafting
from gonghui.kernel.documents.letters import abbreviated

abbreviated("工会", "工")  # 云溪县总工会 → 云工…
CLERKS = "town_clerk county_clerk"
DRAFTING = drafting(
    writer=CLERKS, checker=CLERKS, signer="county_leader town_clerk county_clerk", keeper=CLERKS
)
