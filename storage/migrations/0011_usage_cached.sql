-- Input that a service had read before, and takes less for.
ALTER TABLE usage
    ADD COLUMN input_cached_tokens bigint NOT NULL DEFAULT 0,
    ADD COLUMN input_cached_audio_tokens bigint NOT NULL DEFAULT 0;
