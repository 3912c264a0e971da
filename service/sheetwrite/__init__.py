"""Writing into a sheet that people are editing, sealed off: edits in, what landed out.

Google Sheets has no compare-and-swap, and a row can move between our read and our write. In
reading order:

    write       the way in: hand over edits, get back what landed;  written: what came of them
    writing     one workbook being written, round by round
    aiming      which cells an edit means, as the sheet stands now
    protocol    one batch, its fence and its journal;  journal: the hidden tab;  new_workbook
    growing     a workbook gets what it never had, through the same fence
    slots       the journal read back;  judging: what the batch really met
    repairs     what is out of place goes back: mending, finding, keeping, replacement, retyping
"""
