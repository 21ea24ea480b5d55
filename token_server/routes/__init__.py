"""The HTTP calls, one file a group. A route names what it needs in its signature (`token_server.asking`) and answers
with a model of `contract`; refusals are `Refusal`s of `token_server.problems`.
"""
