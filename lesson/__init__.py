"""The rules of a lesson, pure: no await, clock, environment, logger, LiveKit or storage. It may import `contract` only.

Tables of input and output test it (tests/lesson, case ids in docs/behaviours.md). Times and texts come in as arguments.

building a scene   scenario (state, next step), sanitise (values, model output), utterances (what a line means),
                   questions, builder_lines (what the builder says), catalogue and scenes/*.json (ready-made scenes)
playing it         persona (layers of the instructions, openings), pace, patience, abuse, end_intent
who answers        routing (by courtesies, repeat_wishes, vocatives, asks_about_english with asks_in_korean and confused_words,
                   asks_about_lessons), fillers, guardrail
helping            translation (a line in the other language)
counting           language (script, words), speech (voiced time of a turn), report, title
comparing          clauses (an utterance as a whole or by its clauses, never by substring), phrases (made of them alone)

To add a scene: one object in a file of scenes/. To add a rule: its own file, and its ids in docs/behaviours.md.
"""
