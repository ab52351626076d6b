"""How the offices of unions are called for short in the numbers of their documents: 云溪县总工会 → 云工…"""

from __future__ import annotations

from gonghui.kernel.documents.letters import abbreviated

abbreviated("工会", "工")
