-- What a model was used for: the talk was all that was counted.
ALTER TABLE usage
    ADD COLUMN purpose text NOT NULL DEFAULT 'talk'
        CHECK (purpose IN ('talk', 'scene', 'hint', 'translation', 'guardrail', 'supervisor', 'replay')),
    DROP CONSTRAINT usage_pkey,
    ADD PRIMARY KEY (lesson_id, job_id, purpose, part, model);
