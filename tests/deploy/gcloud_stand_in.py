"""A stand-in for `gcloud`, as far as the guide uses it: it keeps in a file what was made, and
refuses what Google would refuse: an unknown flag, a thing that is not there yet, a missing role.

A job is run for real: `python -m service …` with exactly the settings and secrets that the job was
created with; only Google and the database are the local ones (PLAY_WORKSPACE, PLAY_DATABASE).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.deploy.gcloud_reference import BadCommand, Given, read_command
from tests.deploy.guide import ROOT, VALUES

STATE = Path(os.environ["PLAY_STATE"])
URL = VALUES["SERVICE_URL"]
NEEDED_API = {
    "artifacts": "artifactregistry",
    "builds": "cloudbuild",
    "iam": "iam",
    "run": "run",
    "scheduler": "cloudscheduler",
    "secrets": "secretmanager",
    "sql": "sqladmin",
}


class Google:
    """What stands in the project so far."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.made = made

    def kept(self, kind: str) -> dict[str, Any]:
        return self.made.setdefault(kind, {})  # type: ignore[no-any-return]

    def there(self, kind: str, name: str) -> Any:
        if name not in self.kept(kind):
            raise BadCommand(f"NOT_FOUND: {kind} {name}")
        return self.kept(kind)[name]

    def make(self, kind: str, name: str, what: Any) -> None:
        if name in self.kept(kind):
            raise BadCommand(f"ALREADY_EXISTS: {kind} {name}")
        self.kept(kind)[name] = what

    def may(self, account: str, role: str, on: str) -> bool:
        return [on, f"serviceAccount:{account}", role] in self.made.get("bindings", [])

    # ------------------------------------------------ commands

    def run(self, given: Given) -> int:
        api = NEEDED_API.get(given.command.split()[0])
        if api:
            self.there("apis", f"{api}.googleapis.com")
        if given.command.endswith("add-iam-policy-binding"):
            self.bind(given)
            return 0
        name = given.command.replace(" ", "_").replace("-", "_")
        return getattr(self, name)(given) or 0

    def bind(self, given: Given) -> None:
        on, member = given.words[0], given.flags["--member"]
        kind = given.command.split()[-2] if "run" not in given.command else given.command.split()[1]
        kinds = {"service-accounts": "accounts", "projects": "projects", "secrets": "secrets"}
        self.there(kinds.get(kind, kind), on)
        if member.startswith("serviceAccount:"):
            self.there("accounts", member.partition(":")[2])
        self.made.setdefault("bindings", []).append([on, member, given.flags["--role"]])

    def projects_create(self, given: Given) -> None:
        self.make("projects", given.words[0], {})

    def projects_describe(self, given: Given) -> None:
        self.there("projects", given.words[0])
        sys.stdout.write("1234\n")

    def config_set(self, given: Given) -> None:
        self.there("projects", given.words[1])
        self.made["project"] = given.words[1]

    def services_enable(self, given: Given) -> None:
        self.kept("apis").update(dict.fromkeys(given.words, True))

    def artifacts_repositories_create(self, given: Given) -> None:
        self.make("repositories", f"{given.flags['--location']}/{given.words[0]}", {})

    def iam_service_accounts_create(self, given: Given) -> None:
        self.make(
            "accounts", f"{given.words[0]}@{self.made['project']}.iam.gserviceaccount.com", {}
        )

    def iam_service_accounts_describe(self, given: Given) -> None:
        self.there("accounts", given.words[0])
        sys.stdout.write("117\n")

    def secrets_create(self, given: Given) -> None:
        text = sys.stdin.read() if given.flags["--data-file"] == "-" else ""
        if not text or text != text.strip():
            raise BadCommand("a secret that is empty, or has a line's end in it")
        self.make("secrets", given.words[0], text)

    def sql_instances_create(self, given: Given) -> None:
        where = f"{self.made['project']}:{given.flags['--region']}:{given.words[0]}"
        self.make("instances", given.words[0], where)

    def sql_databases_create(self, given: Given) -> None:
        self.there("instances", given.flags["--instance"])
        self.make("databases", given.words[0], {})

    def sql_users_create(self, given: Given) -> None:
        self.there("instances", given.flags["--instance"])
        self.make("users", given.words[0], given.flags["--password"])

    def builds_submit(self, given: Given) -> None:
        region, _, project, repository, _ = re.split(r"[-]docker|[/:]", given.flags["--tag"])[:5]
        self.there("repositories", f"{region}/{repository}")
        account = given.flags["--service-account"].rpartition("/")[2]
        self.there("accounts", account)
        if not self.may(account, "roles/cloudbuild.builds.builder", project):
            raise BadCommand(f"{account} may not build")
        if "--default-buckets-behavior" not in given.flags:
            raise BadCommand("a build with an account of its own must say where its log goes")
        if not (Path(given.words[0]) / "Dockerfile").is_file():
            raise BadCommand("no Dockerfile here")
        self.make("images", given.flags["--tag"], {})

    def run_jobs_create(self, given: Given) -> None:
        flags = given.flags
        if int(flags["--max-retries"]) < 3:
            raise BadCommand("Cloud Run's known issues advise three retries or more")
        secrets = dict(pair.split("=") for pair in flags["--set-secrets"].split(","))
        environment = dict(pair.split("=", 1) for pair in flags["--set-env-vars"].split(","))
        self.placed(
            flags["--image"],
            flags["--service-account"],
            flags["--set-cloudsql-instances"],
            [each.partition(":")[0] for each in secrets.values()],
        )
        for variable, secret in secrets.items():
            environment[variable] = self.there("secrets", secret.partition(":")[0])
        what = {"args": flags["--args"].split(","), "environment": environment}
        self.make("jobs", given.words[0], what)

    def run_jobs_execute(self, given: Given) -> int:
        job = self.there("jobs", given.words[0])
        local = {
            "HOLDFAST_WORKSPACE_URL": os.environ["PLAY_WORKSPACE"],
            "HOLDFAST_DATABASE_URL": os.environ["PLAY_DATABASE"],
        }
        start_with(job["environment"])  # as at Google
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **job["environment"]}
        command = [sys.executable, "-m", "service", *job["args"]]
        done = subprocess.run(command, env=environment | local, cwd=ROOT, timeout=240)
        return 1 if done.returncode else 0

    def run_services_replace(self, given: Given) -> None:
        import yaml

        manifest = yaml.safe_load(Path(given.words[0]).read_text("utf-8"))
        spec = manifest["spec"]["template"]["spec"]
        (container,) = spec["containers"]
        environment, secrets = {"K_SERVICE": manifest["metadata"]["name"]}, []
        for variable in container["env"]:
            if "value" in variable:
                environment[variable["name"]] = variable["value"]
            else:
                secrets.append(variable["valueFrom"]["secretKeyRef"]["name"])
                environment[variable["name"]] = self.there("secrets", secrets[-1])
        annotations = manifest["spec"]["template"]["metadata"]["annotations"]
        instances = annotations["run.googleapis.com/cloudsql-instances"]
        self.placed(container["image"], spec["serviceAccountName"], instances, secrets)
        start_with(environment)
        self.kept("services")[manifest["metadata"]["name"]] = {"environment": environment}

    def run_services_describe(self, given: Given) -> None:
        self.there("services", given.words[0])
        sys.stdout.write(f"{URL}\n")

    def scheduler_jobs_create_http(self, given: Given) -> None:
        job = re.search(r"/jobs/([\w-]+):run$", given.flags["--uri"])
        account = given.flags["--oauth-service-account-email"]
        if not job or not self.may(account, "roles/run.invoker", job[1]):
            raise BadCommand(f"{account} may not run {job and job[1]}")
        self.make("schedules", given.words[0], {})

    def placed(self, image: str, account: str, instances: str, secrets: list[str]) -> None:
        """What a service and a job alike need of what was made before."""
        self.there("images", image)
        self.there("accounts", account)
        if instances not in self.kept("instances").values():
            raise BadCommand(f"NOT_FOUND: {instances}")
        if not self.may(account, "roles/cloudsql.client", self.made["project"]):
            raise BadCommand(f"{account} may not reach the database")
        for secret in secrets:
            if not self.may(account, "roles/secretmanager.secretAccessor", secret):
                raise BadCommand(f"{account} may not read {secret}")


def start_with(environment: dict[str, str]) -> None:
    """What the program does first. Raises BadCommand where its settings cannot work."""
    # Loaded here: most commands of the guide need none of it, and each is a process of its own.
    from service.settings import SettingsProblem, load_settings

    try:
        load_settings(environment)
    except SettingsProblem as problem:
        raise BadCommand(str(problem)) from None


def main() -> int:
    made = json.loads(STATE.read_text("utf-8")) if STATE.exists() else {}
    google = Google(made)
    try:
        ended = google.run(read_command(sys.argv[1:]))
    except BadCommand as problem:
        sys.stderr.write(f"ERROR: (gcloud) {problem}\n")
        return 1
    STATE.write_text(json.dumps(google.made), "utf-8")
    return ended


if __name__ == "__main__":
    sys.exit(main())
