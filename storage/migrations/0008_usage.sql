-- What each job has used of each model so far: a job writes its own rows again and again, a report adds them up.
CREATE TABLE usage (
    lesson_id uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    job_id text NOT NULL,
    part text NOT NULL CHECK (part IN ('realtime', 'llm', 'stt', 'tts')),
    model text NOT NULL,
    input_tokens bigint NOT NULL,
    input_audio_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    output_audio_tokens bigint NOT NULL,
    audio_seconds double precision NOT NULL,
    characters bigint NOT NULL,
    cost double precision,
    PRIMARY KEY (lesson_id, job_id, part, model)
);
