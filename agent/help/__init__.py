"""Help for the learner in the lesson: hints, what a line means, and the offer of a hint after silence.

`desk.py` answers the page, `offering.py` watches the silence, `chat_model.py` is the model's side behind `ChatModel`. The
questions and what counts as an answer are lesson/'s (hints.py, translation.py, idle.py). Nothing here speaks: the tutor does
not know of it. A new kind of help is its rules in lesson/ and one method of the desk.
"""
