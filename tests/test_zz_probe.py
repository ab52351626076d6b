import json, re
from tests.test_every_register import *
def test_a(client, county, clerk):
    desk = sign_in(client, clerk)
    for key in ("unions","cadres"):
        r = desk.post(reverse("register-new", args=[key]), valid(key, county))
        print(key, r.status_code, re.findall(r'<p class="e"[^>]*>(.*?)</p>', r.content.decode()), re.findall(r'banner err.*?</div>', r.content.decode(), re.S)[:1])
        r = desk.post(f"/api/registers/{key}", json.dumps(valid(key, county)), content_type="application/json"); print(r.status_code, json.loads(r.content))
import traceback
@pytest.mark.parametrize("key,col,bad", [("employers","name","\ud800"),("employers","name","' OR 1=1 --"),("members","workplace","\ud800"),("members","workplace","字"*100000)])
def test_b(client, county, clerk, key, col, bad):
    desk = sign_in(client, clerk)
    try:
        print(desk.post(f"/api/registers/{key}", json.dumps(valid(key, county)|{col:bad}), content_type="application/json").status_code)
    except Exception as e: print("TRACE", key, col, bad[:5].encode("utf8","replace"), type(e), str(e)[:150]); traceback.print_exc(limit=-6)
