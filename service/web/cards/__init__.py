"""Pure view functions: frozen data in, Google's card JSON out.

widgets   the pieces a card is made of;  forms: what to fill in, and one button;  kept: a form again
          that could not be saved, with all that was filled in
today     what a case manager sees first;  case: one student's case;  reasons: why there is one;
          entry: one of the diary;  first_talk: all that the first meeting yields;  teacher
referrals   what waits for a decision;  attention: questions with their choices
workload  per case manager, with the formula in words
problem   when something cannot be answered;  which_school: asked of who works in several
district  every school at a glance
hand_on   a family's copy, before it goes
"""
