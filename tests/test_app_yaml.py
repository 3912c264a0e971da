"""The deployment files against what they are for: Cloud Run's schema, our settings, our image."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from googleapiclient.discovery_cache import get_static_doc

from emulator.answer_schemas import answer_faults
from service.settings import NAMES, SettingsProblem, load_settings

ROOT = Path(__file__).resolve().parents[1]
RUN = json.loads(get_static_doc("run", "v1"))
# What docs/deploy.md has an IT admin put in the place of each word in capitals.
FILLED = {
    "SCHOOL_DOMAIN": "school.example",
    "SCRIPT_CLIENT_ID": "1234-abc.apps.googleusercontent.com",
    "PROJECT": "school-holdfast",
    "REGION": "us-east4",
    "VERSION": "1",
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    return manifest_with(FILLED)


def manifest_text() -> str:
    return (ROOT / "app.yaml").read_text(encoding="utf-8")


def manifest_with(values: dict[str, str]) -> dict[str, Any]:
    text = manifest_text()
    for word, value in values.items():
        text = text.replace(word, value)
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def faults(manifest: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in answer_faults(RUN["schemas"], {"$ref": "Service"}, manifest)]


def test_cloud_run_knows_every_field(manifest: dict[str, Any]) -> None:
    assert faults(manifest) == []
    assert (manifest["apiVersion"], manifest["kind"]) == ("serving.knative.dev/v1", "Service")


def test_a_field_that_cloud_run_does_not_know_is_found(manifest: dict[str, Any]) -> None:
    manifest["spec"]["template"]["spec"]["containerConcurency"] = 16
    manifest["spec"]["template"]["spec"]["containers"][0]["ports"][0]["containerPort"] = "8080"
    assert len(faults(manifest)) == 2


def test_each_annotation_stands_where_cloud_run_reads_it(manifest: dict[str, Any]) -> None:
    words = RUN["schemas"]["ObjectMeta"]["properties"]["annotations"]["description"]
    known = {
        name: set(re.findall(r"\w+", where))
        for name, where in re.findall(r"\* `([\w./-]+)`: ([^.*]+)", words)
    }
    assert len(known) > 20
    for annotation in manifest["metadata"]["annotations"]:
        assert "Service" in known[annotation], annotation
    for annotation in manifest["spec"]["template"]["metadata"]["annotations"]:
        assert "Revision" in known[annotation], annotation


def test_no_word_in_capitals_is_left_and_none_is_unexplained(manifest: dict[str, Any]) -> None:
    assert not re.findall(r"\b[A-Z]+_?[A-Z]+\b", str(_without_env_names(manifest)))
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    for word in FILLED:
        assert f"`{word}`" in guide, f"docs/deploy.md does not say where {word} comes from"


def _without_env_names(manifest: dict[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(manifest))
    for container in copy["spec"]["template"]["spec"]["containers"]:
        for variable in container["env"]:
            del variable["name"]
    return copy


def environment(manifest: dict[str, Any]) -> dict[str, str]:
    """What the container sees: secrets stand for themselves, as Secret Manager would fill them."""
    secrets = {
        "holdfast-key": "0123456789abcdef" * 4,
        "holdfast-database-url": "postgresql://holdfast:word@/holdfast?host=/cloudsql/a:b:c",
    }
    seen = {"K_SERVICE": manifest["metadata"]["name"], "PORT": "8080"}
    for variable in manifest["spec"]["template"]["spec"]["containers"][0]["env"]:
        secret = variable.get("valueFrom", {}).get("secretKeyRef", {}).get("name")
        seen[variable["name"]] = secrets[secret] if secret else variable["value"]
    return seen


def test_the_settings_in_it_are_complete_and_fit(manifest: dict[str, Any]) -> None:
    settings = load_settings(environment(manifest))
    assert not settings.local
    assert manifest["spec"]["template"]["spec"]["serviceAccountName"] == settings.service_account
    (audiences,) = [manifest["metadata"]["annotations"]["run.googleapis.com/custom-audiences"]]
    assert tuple(json.loads(audiences)) == settings.audience


# Every state in which the guide lets somebody put app.yaml in place: what is not filled in or taken
# out, and what the program says then; nothing where it starts.
NO_CLIENT = ("HOLDFAST_AUDIENCE",)
STATES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "step 7, everything known": ((), (), ()),
    "step 7, no client yet, taken out": ((), NO_CLIENT, ()),
    "step 7, no client yet, forgotten": (("SCRIPT_CLIENT_ID",), (), ("HOLDFAST_AUDIENCE",)),
    "no domain": (("SCHOOL_DOMAIN",), (), ("HOLDFAST_ADMIN", "HOLDFAST_DOMAIN")),
    "no project": (("PROJECT",), (), ("HOLDFAST_SERVICE_ACCOUNT",)),
    "as it stands in the repository": (
        tuple(FILLED),
        (),
        ("HOLDFAST_ADMIN", "HOLDFAST_DOMAIN", "HOLDFAST_SERVICE_ACCOUNT", "HOLDFAST_AUDIENCE"),
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_of_the_guide_it_starts_or_says_why_not(state: str) -> None:
    forgotten, taken_out, named = STATES[state]
    values = {word: value for word, value in FILLED.items() if word not in forgotten}
    seen = environment(manifest_with(values))
    for variable in taken_out:
        del seen[variable]
    if not named:
        assert load_settings(seen).audience == (() if taken_out else (FILLED["SCRIPT_CLIENT_ID"],))
        return
    with pytest.raises(SettingsProblem) as refused:
        load_settings(seen)
    assert {sentence.split()[0] for sentence in refused.value.problems} == set(named)
    for word in forgotten:
        told = word in str(refused.value)
        assert told or word in ("REGION", "VERSION"), word  # these two are no setting's
        assert word in manifest_text()


def test_it_needs_no_address_of_its_own() -> None:
    """Which is not known before it is first in place."""
    assert "SERVICE_URL" not in manifest_text()
    assert "HOLDFAST_PUBLIC_URL" not in NAMES


def test_the_probes_ask_a_route_that_is_there_and_that_cloud_run_leaves_alone(
    manifest: dict[str, Any],
) -> None:
    from service.web.app import OPEN

    (container,) = manifest["spec"]["template"]["spec"]["containers"]
    for probe in ("startupProbe", "livenessProbe"):
        path = container[probe]["httpGet"]["path"]
        assert path.removeprefix("/") in OPEN
        assert not path.endswith("z")


def test_a_setting_that_is_left_out_is_asked_for(manifest: dict[str, Any]) -> None:
    seen = environment(manifest)
    del seen["HOLDFAST_ADMIN"]
    with pytest.raises(SettingsProblem, match="HOLDFAST_ADMIN is missing"):
        load_settings(seen)


def test_nothing_secret_is_written_into_it(manifest: dict[str, Any]) -> None:
    secret = {"HOLDFAST_KEY", "HOLDFAST_KEY_PREVIOUS", "HOLDFAST_DATABASE_URL"}
    for variable in manifest["spec"]["template"]["spec"]["containers"][0]["env"]:
        assert variable["name"] in NAMES
        assert ("value" in variable) != (variable["name"] in secret), variable["name"]


# ---------------------------------------------------------------- the image


def test_one_thread_for_each_request_that_cloud_run_sends_at_once(manifest: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    threads = re.search(r'CMD \["serve", "--threads", "(\d+)"\]', dockerfile)
    assert threads
    assert int(threads[1]) == manifest["spec"]["template"]["spec"]["containerConcurrency"]


def test_the_image_holds_only_what_the_service_needs() -> None:
    copied = re.findall(
        r"^COPY (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert copied == ["requirements.txt", "service", "sheets_templates"]
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    rules = [line for line in kept_out if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert sorted(rule[1:] for rule in rules if rule.startswith("!")) == sorted(copied)
    assert "sheets_templates/sample" in rules


def test_home_is_a_folder_that_it_may_write_to() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^ENV (?:.*\\\n)*\s+HOME=/tmp", text, re.MULTILINE)


def test_it_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER 10001") < lines.index('ENTRYPOINT ["python", "-m", "service"]')
