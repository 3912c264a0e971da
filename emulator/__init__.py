"""A local Google Workspace: the real URLs and wire formats, for trying out and for tests.

In reading order:

    app.py         every request passes through here: read, check, carry out, save, answer
    call.py        what a handler gets and how it registers
    discovery.py   Google's discovery documents as a route table and as checks
    schemas.py     requests against a schema, read as leniently as Google reads them
    answer_schemas.py   answers against a schema, to the letter
    fields.py      fields masks
    errors.py      Google's error bodies
    people.py      who is acting
    workspace.py   the stores, the clock, the ids; storage.py keeps them on disk
    batch.py  uploads.py  quotas.py  controls.py
    inprocess.py   transports without ports, for tests
    __main__.py    python -m emulator --port P

    drive/  docs/  sheets/  calendar/  forms/  gmail/  oauth/    one folder per API
    pages/                                                 what a browser sees

It never imports `service`.
"""
