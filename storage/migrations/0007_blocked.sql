-- A line of the tutor's that the guardrail stopped; the text is what was heard of it.
ALTER TABLE turns ADD COLUMN blocked boolean NOT NULL DEFAULT false;
