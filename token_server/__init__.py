"""The token server: who may enter which room, what was said there, and that no lesson is left alone.

It owns learners' cookies, room tokens, the HTTP calls of the page, LiveKit's webhooks, the watch over tutors, the
sweep over open lessons, and the delivery of reports. It leaves the lesson's rules to `lesson/`, rows to `storage/` and
everything said in a room to the tutor. `routes/` has one file a group of calls; a new call is a function there. What
decides (`starting`, `limits`, `watch`, `tokens`) is pure; what talks to LiveKit is `rooms`.
"""
