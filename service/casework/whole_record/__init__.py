"""The whole record of one student, as a family may ask to inspect it (34 CFR 99.10).

content    what its document says
readers    who it is made for, and what of others is left out
register   the document
"""
