-- The sweep looks at lessons that ended lately (reports to deliver), not at all that ever ended.
CREATE INDEX lessons_by_end ON lessons (ended_at) WHERE status = 'ended';
