"""Answers: four times a year, whether accommodations are offered, used, and of any help.

    quarters   which quarter is being asked about, and until when
    opinions   what was said about one accommodation in one quarter, person by person
    proposals  counts, and what they propose: keep, a goal to use it, offer it, drop it
    figures    the gray cells, and what cannot be read
    asking     mails to teachers, word to the case manager, a talk with who disagrees
    teacher_cards   one tap for all students, and what was different;  case_cards: the student's
               answers, and what was said;  fill_in: Q1 to Q4 from answers, when a person says so
    staying    which rows of earlier school years are looked at still
    register   all of it together

Source: docs/modules/answers.md. No norm was found for how many answers are enough; two are ours.
"""
