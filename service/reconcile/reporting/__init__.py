"""What is told: questions, history, failures, mails.

attention   whatever needs a person is one row, and goes when it is settled;  picked: the answers;
            open_questions: as rules see them;  old_questions: how many are of more than a week
unfinished  rows that are still being typed are left in peace
history     what a run did, where staff look;  history_words: how;  held: what it does not tell
accidents   what looks like an accident, could not be read or did not succeed
failures    what could not be done, remembered until it is
pending     what is agreed on only once the rows that tell of it are written
mail_sender a mail sent once;  outcome: what came of a run's changes
report      what a run says of itself
"""
