"""What one home may read of a text that staff wrote: nothing in it tells of another. Every paper
that leaves for a household goes through it, whichever topic writes it.

household_copies  through whose eyes a text is read;  every_home: that all homes may read
other_students  a text without their names
names_in_text, person_names, telephone_numbers  how others' details are found in what people typed
"""
