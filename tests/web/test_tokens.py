"""Forged, stale and borrowed tokens: none is accepted."""

import base64
import hashlib
import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from service.web.app import create_app
from service.web.certs import Certs, NoKeys
from tests.school_fixture import DOMAIN

from .conftest import AUDIENCE, DANA, MAREN, card_of, words

FORGED = {
    "algorithm none": {"alg": "none"},
    "HS256 with the public key": {"alg": "HS256"},
    "HS256 with the certificate": {"alg": "HS256", "secret": "pem"},
    "HS512 with the public key": {"alg": "HS512"},
    "unknown kid": {"kid": "nobody-has-this"},
    "no kid": {"kid": None},
    "another's key under our kid": {"wrong_key": True},
    "wrong audience": {"aud": "another-app"},
    "no audience": {"claims": {"aud": None}},
    "a list of audiences": {"claims": {"aud": [AUDIENCE, "another-app"]}},
    "wrong issuer": {"claims": {"iss": "https://accounts.google.com.evil.example"}},
    "no issuer": {"claims": {"iss": None}},
    "expired": {"expired": True},
    "no expiry": {"claims": {"exp": None}},
    "expiry is a word": {"claims": {"exp": "tomorrow"}},
    "not yet valid": {"not_yet_valid": True},
    "nbf to come": {"claims": {"nbf": 4102444800}},
    "good for ever": {"claims": {"exp": 4102444800}},
    "other domain": {"email": "dana.whitfield@other.example"},
    "other domain's account with our address": {"claims": {"hd": "other.example"}},
    "a consumer account with our address": {"claims": {"hd": None}},
    "a domain that ends like ours": {"email": f"dana@evil-{DOMAIN}"},
    "unverified e-mail": {"claims": {"email_verified": False}},
    "verification is a word": {"claims": {"email_verified": "true"}},
    "no e-mail": {"claims": {"email": None}},
    "two addresses in one": {"claims": {"email": f"{DANA}@x@{DOMAIN}"}},
    "a letter that folds to ours": {"email": DANA.replace("fi", "\ufb01")},
    "a sign that folds to ours": {"email": MAREN.replace("k", "\u212a")},
    "a domain whose letters fold to ours": {"claims": {"hd": DOMAIN.replace("k", "\u212a")}},
    "service account": {"email": "robot@project.iam.gserviceaccount.com"},
    "service account that claims our domain": {
        "email": "robot@project.iam.gserviceaccount.com",
        "claims": {"hd": DOMAIN},
    },
}


def ask(panel, authorization):
    headers = {} if authorization is None else {"Authorization": authorization}
    return panel.client.post("/addon/home", json={}, headers=headers)


def refused(answer):
    assert answer.status_code == 401
    assert "who you are" in words(card_of(answer.json))
    assert "Dana" not in answer.get_data(as_text=True)
    return True


def test_a_token_without_hd_counts_only_where_iam_alone_admits_the_domain(panel):
    """Whether Google says `hd` to an Apps Script is not said; the local Workspace does either."""
    panel.live.app.vary({"hd_claim": "absent"})
    assert refused(ask(panel, f"Bearer {panel.token(DANA)}"))
    admitted = panel.live.open(HOLDFAST_IAM_ADMITS_DOMAIN="yes")
    panel.client = create_app(admitted).test_client()
    assert ask(panel, f"Bearer {panel.token(DANA)}").status_code == 200
    assert refused(ask(panel, f"Bearer {panel.token('dana.whitfield@other.example')}"))
    other = panel.token(DANA, claims={"hd": "other.example"})
    assert refused(ask(panel, f"Bearer {other}"))


def test_a_good_token_is_accepted(panel):
    for issuer in ("accounts.google.com", "https://accounts.google.com"):
        token = panel.token(DANA, claims={"iss": issuer})
        assert ask(panel, f"Bearer {token}").status_code == 200
    assert ask(panel, f"bearer {panel.token(DANA.upper())}").status_code == 200


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
def test_a_forged_token_is_refused(panel, forged):
    assert refused(ask(panel, f"Bearer {panel.token(**{'email': DANA, **forged})}"))


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer garbage", "Bearer a.b.c", "Bearer ..", "Basic abc",
     f"Bearer as:{DANA}", "Bearer " + "a" * 100_000, "Bearer é.é.é", "Bearer W10.W10.", "Bearer\t"],
)  # fmt: skip
def test_what_is_no_token_is_refused(panel, authorization):
    assert refused(ask(panel, authorization))


def test_a_token_that_was_changed_is_refused(panel):
    head, body, seal = panel.token(MAREN_LIKE := DANA).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["email"] = MAREN_LIKE.replace("dana.whitfield", "maren.okafor")
    other = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    assert refused(ask(panel, f"Bearer {head}.{other}.{seal}"))
    assert refused(ask(panel, f"Bearer {head}.{body}.{seal[:-4]}AAAA"))
    assert refused(ask(panel, f"Bearer {head}.{body}."))


def test_the_public_key_from_the_certs_is_no_secret_to_sign_with(panel):
    keys = panel.live.google("/oauth2/v3/certs", DANA)["keys"]
    head = json.dumps({"alg": "HS256", "kid": keys[0]["kid"], "typ": "JWT"}).encode()
    body = panel.token(DANA).split(".")[1]
    message = base64.urlsafe_b64encode(head).rstrip(b"=") + b"." + body.encode()
    for secret in (keys[0]["n"].encode(), json.dumps(keys[0]).encode()):
        seal = base64.urlsafe_b64encode(hmac.new(secret, message, hashlib.sha256).digest())
        assert refused(ask(panel, f"Bearer {message.decode()}.{seal.rstrip(b'=').decode()}"))


def test_a_token_lasts_until_it_expires(panel):
    token = panel.token(DANA)
    panel.live.later(minutes=59)
    assert ask(panel, f"Bearer {token}").status_code == 200
    panel.live.later(minutes=2)
    assert refused(ask(panel, f"Bearer {token}"))


def test_without_an_audience_nobody_passes_at_google(panel):
    school = panel.live.open(HOLDFAST_AUDIENCE="")
    app = create_app(school)
    assert school.settings.audience == ()
    token = panel.token(DANA, aud="")
    answer = app.test_client().post("/addon/home", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


def part(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("where", [0, 1])
@pytest.mark.parametrize("text", ["[" * 2900, '{"a":' * 500, "[]", '"x"', "1"])
def test_odd_json_in_a_token_is_refused_like_any_other(panel, where, text):
    parts = [part('{"alg": "RS256", "kid": "x"}'), part("{}"), part("seal")]
    parts[where] = part(text)
    assert refused(ask(panel, f"Bearer {'.'.join(parts)}"))


# ---------------------------------------------------------------- Google's keys


def test_nobody_whose_key_is_known_waits_for_the_look_after_an_unknown_one(panel):
    content = panel.live.school.fetch("http://workspace.test/oauth2/v3/certs")
    kid = json.loads(content[2])["keys"][0]["kid"]
    looking, go_on, answers = Event(), Event(), [content]

    def fetch(url):
        if len(answers) > 1:
            looking.set()
            assert go_on.wait(20)
        answers.append(content)
        return content

    now = [panel.live.now]
    certs = Certs("any", fetch, lambda: now[0])
    good = certs.key(kid)
    now[0] += timedelta(minutes=2)
    with ThreadPoolExecutor(1) as other:
        unknown = other.submit(certs.key, "nobody-has-this")
        assert looking.wait(20)
        assert certs.key(kid) == good  # while Google is still being asked
        assert not unknown.done()
        go_on.set()
        assert unknown.result() is None


def test_keys_are_fetched_once_and_anew_when_google_turns_to_another(panel):
    def fetched():
        return panel.live.counts().get("oauth2.certs", 0)

    panel.live.count_anew()
    for _ in range(3):
        panel.card(DANA, "home")
    assert fetched() == 1
    panel.live.later(minutes=2)
    panel.live.control("POST", "keys", {})
    assert ask(panel, f"Bearer {panel.token(DANA)}").status_code == 200
    assert fetched() == 2


def test_unknown_kids_do_not_make_us_hammer_google(panel):
    panel.card(DANA, "home")
    panel.live.count_anew()
    for number in range(20):
        token = panel.token(DANA, kid=f"forged-{number}")
        assert ask(panel, f"Bearer {token}").status_code == 401
    assert panel.live.counts().get("oauth2.certs", 0) <= 1


def test_when_the_keys_cannot_be_had_nobody_passes(panel):
    panel.live.control("POST", "faults", {"method": "oauth2.certs", "status": 503, "times": 99})
    answer = ask(panel, f"Bearer {panel.token(DANA)}")
    assert answer.status_code == 503
    assert "nothing is shown" in words(card_of(answer.json))


def test_keys_that_cannot_be_read_leave_the_old_ones_for_a_day(panel):
    answers = [panel.live.school.fetch("http://workspace.test/oauth2/v3/certs")]
    now = [panel.live.now]
    certs = Certs("any", lambda url: answers[-1], lambda: now[0])
    kid = json.loads(answers[0][2])["keys"][0]["kid"]
    good = certs.key(kid)
    assert good
    for bad in ((500, {}, b""), (200, {}, b"<html>"), (200, {}, b'{"keys": []}')):
        answers.append(bad)
        now[0] += timedelta(hours=7)
        if now[0] - panel.live.now < timedelta(hours=24):
            assert certs.key(kid) == good
    now[0] += timedelta(days=2)
    with pytest.raises(NoKeys):
        certs.key(kid)
