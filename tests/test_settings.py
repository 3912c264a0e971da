"""Settings: everything that is wrong is said at once, and nothing secret is repeated."""

import pytest

from service.settings import LOCAL_KEY, SettingsProblem, load_settings

LOCAL = {"HOLDFAST_WORKSPACE_URL": "http://localhost:9000/"}
GOOGLE = {
    "HOLDFAST_KEY": "k" * 64,
    "HOLDFAST_ADMIN": "Admin@School.Example",
    "HOLDFAST_DOMAIN": "school.example",
    "HOLDFAST_SERVICE_ACCOUNT": "holdfast@project.iam.gserviceaccount.com",
}


def problems(environ):
    with pytest.raises(SettingsProblem) as raised:
        load_settings(environ)
    return raised.value.problems


def test_a_local_workspace_needs_only_its_address():
    settings = load_settings(LOCAL)
    assert settings.local
    assert settings.workspace_url == "http://localhost:9000"
    assert settings.admin == settings.mail_from == "admin@holdfast.example"
    assert settings.domain == "holdfast.example"
    assert settings.secret == LOCAL_KEY.encode()
    assert settings.previous_secret is None
    assert settings.database_url.get_secret_value() == "sqlite:///holdfast.db"


def test_the_local_people_follow_the_domain_that_was_given():
    settings = load_settings({**LOCAL, "HOLDFAST_DOMAIN": "other.example"})
    assert settings.admin == "admin@other.example"


def test_google_needs_what_identifies_the_school():
    settings = load_settings(
        {**GOOGLE, "HOLDFAST_AUDIENCE": "one.apps, two.apps ,", "HOLDFAST_MAIL_FROM": "a@b.example"}
    )
    assert not settings.local
    assert settings.admin == "admin@school.example"
    assert settings.audience == ("one.apps", "two.apps")
    assert settings.mail_from == "a@b.example"


def test_everything_that_is_wrong_is_said_at_once():
    said = problems(
        {
            "HOLDFAST_ADMIN": "not an address",
            "HOLDFAST_LANGUAGE": "English!",
            "HOLDFAST_WORKSPACE_URLS": "localhost",
            "HOLDFAST_SERVICE_ACCOUNT_FILE": "/no/such/file.json",
            "HOLDFAST_TIME_ZONE": "Mars/Olympus",
            "HOLDFAST_FOLDERID": "x",
            "PORT": "eighty",
        }
    )
    named = [sentence.split()[0] for sentence in said]
    assert sorted(named) == [
        "HOLDFAST_ADMIN",
        "HOLDFAST_DOMAIN",
        "HOLDFAST_FOLDERID",
        "HOLDFAST_KEY",
        "HOLDFAST_LANGUAGE",
        "HOLDFAST_SERVICE_ACCOUNT_FILE",
        "HOLDFAST_TIME_ZONE",
        "HOLDFAST_WORKSPACE_URLS",
        "PORT",
    ]
    assert all(sentence.endswith((".", "?")) for sentence in said)


def test_a_language_is_given_by_its_code_or_its_name():
    for language in ("en", "en-GB", "es", "Español", "British English"):
        assert load_settings({**GOOGLE, "HOLDFAST_LANGUAGE": language}).language == language
    for language in ("English!", "e5", "en GB now", "../es"):
        (said,) = problems({**GOOGLE, "HOLDFAST_LANGUAGE": language})
        assert said.startswith("HOLDFAST_LANGUAGE must be a language or its code")


def test_nothing_at_all_is_told_each_thing_once():
    said = problems({})
    assert len(said) == len({sentence.split()[0] for sentence in said}) == 4


def test_cloud_run_refuses_a_ledger_that_would_be_forgotten():
    said = problems({**GOOGLE, "K_SERVICE": "holdfast"})
    assert len(said) == 1
    assert "PostgreSQL" in said[0]
    fine = load_settings(
        {**GOOGLE, "K_SERVICE": "holdfast", "HOLDFAST_DATABASE_URL": "postgresql://db/holdfast"}
    )
    assert fine.cloud_run == "holdfast"


def test_cloud_run_is_no_place_for_a_local_workspace():
    said = problems(
        {**LOCAL, "K_SERVICE": "holdfast", "HOLDFAST_DATABASE_URL": "postgresql://db/holdfast"}
    )
    assert [sentence.split()[0] for sentence in said] == ["HOLDFAST_WORKSPACE_URL"]


def test_the_key_everybody_knows_opens_nothing_at_google():
    assert "make your own" in problems({**GOOGLE, "HOLDFAST_KEY": LOCAL_KEY})[0]


def test_secrets_are_never_repeated():
    settings = load_settings({**GOOGLE, "HOLDFAST_DATABASE_URL": "postgresql://u:pass@db/x"})
    assert "k" * 64 not in repr(settings)
    assert "pass@" not in repr(settings)
    said = problems({**GOOGLE, "HOLDFAST_KEY": "hush-hush"})
    assert "hush" not in " ".join(said)
    assert "too short" in said[0]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("HOLDFAST_AUDIENCE", "SCRIPT_CLIENT_ID", "SCRIPT_CLIENT_ID"),
        ("HOLDFAST_SERVICE_ACCOUNT", "holdfast@PROJECT.iam.gserviceaccount.com", "PROJECT"),
        ("HOLDFAST_DATABASE_URL", "postgresql://h:w@/h?host=/cloudsql/p:REGION:h", "REGION"),
    ],
)
def test_a_word_of_the_guide_that_nobody_replaced_is_named(name: str, value: str, word: str):
    (said,) = problems({**GOOGLE, name: value})
    assert said.startswith(name)
    assert word in said
    assert "leave the setting out" in said


def test_a_value_that_only_resembles_such_a_word_is_taken():
    given = "MYPROJECT.apps,project.apps,PROJECTX"
    settings = load_settings({**GOOGLE, "HOLDFAST_AUDIENCE": given})
    assert settings.audience == tuple(given.split(","))
