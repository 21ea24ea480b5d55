-- A sitting in a room, or one exchange of messages over HTTP, which has none.
ALTER TABLE sittings ADD COLUMN kind text NOT NULL DEFAULT 'room' CHECK (kind IN ('room', 'messages'));
