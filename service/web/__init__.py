"""The web service of one school, or of several, in reading order:

app         routes, and who may pass;  parts: what wiring hands in
schools     which school a request is for;  desk: what one school answers, what becomes of errors
district    every school at a glance, for the district's account;  metrics: for Prometheus
certs, tokens   who is asking;  refusals: who was refused just now
event       what is asked
answering   actions, rights, what one request has at hand
archive_cache  the archives as last read
workbook_cache, reading  the workbooks as last read; of them just the cases a card needs
school_view  the school as registers know it;  search: what somebody may find;
             archive_search: the same in archives
views/      what each action answers
cards/      how it is drawn
writing     what is done on a card, and undone;  form_memory: what a form wrote where
card_history  how History tells of it
duties      who may ask for what
syncing, hooks  looking again;  slow_clients: requests that are sent by halves
"""
