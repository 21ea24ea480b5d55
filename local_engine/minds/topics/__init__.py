"""What the tutor can say about each kind of scene: one TOML file a topic.

`places`, `partners` and `goals` are patterns of scenes it fits. `first` opens the scene. An `[[answers]]` gives lines for
what the learner says (`when`, a pattern); `lead` carries the scene on, line by line, when none fits. `hints` are lines a
learner could say next. `[korean]` says what each line means, in polite 해요체. A line is one or two short English sentences; not every line ends in a question. To add a topic,
add its file, and put it where it belongs in `topics.py`'s order.
"""
