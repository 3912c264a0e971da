# The service alone: no local Workspace, no tests, no sample school (see .dockerignore).
# One image for everything: the web service is the default, and the same image runs
# `init`, `doctor`, `sync` and `rebuild` as Cloud Run jobs (docs/deploy.md).
# What it is built on; by name only, until somebody writes its digest here (docs/deploy.md, step 6).
ARG BASE=python:3.12-slim
FROM ${BASE}

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib

WORKDIR /holdfast
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY service service
COPY sheets_templates sheets_templates
RUN python -m compileall -q service && useradd --no-create-home --uid 10001 holdfast
USER 10001

# `serve` checks the settings, then becomes gunicorn: 1 worker, and as many threads as Cloud Run
# sends requests at once (containerConcurrency in app.yaml). HOME is a folder it may write to.
ENTRYPOINT ["python", "-m", "service"]
CMD ["serve", "--threads", "16"]
