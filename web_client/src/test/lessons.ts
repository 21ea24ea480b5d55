import type { JoinResponse, Lesson, LessonSummary, Turn } from '../contract'

export const LESSON_ID = '0d3f7a52-6b0e-4f0b-9a57-2f3f0b6f6c11'
export const SITTING_ID = '7c0f5c0a-55b0-4a3b-8a3e-1d9f6f1f2a10'

export function summary(more: Partial<LessonSummary> = {}): LessonSummary {
  return {
    lesson_id: LESSON_ID,
    status: 'ended',
    stage: 'ended',
    mode: 'scene',
    scenario: { place: 'hotel', partner: 'receptionist', goal: 'check in' },
    scenario_id: null,
    title: 'Checking in',
    level: null,
    voice: 'alloy',
    engine: 'realtime',
    patience: 'auto',
    pace: 'auto',
    created_at: '2026-11-20T12:00:00Z',
    started_at: '2026-11-20T12:00:00Z',
    ended_at: '2026-11-20T12:08:00Z',
    end_reason: 'button',
    turn_count: 2,
    total_seconds: 480,
    ...more,
  }
}

export function turn(seq: number, role: Turn['role'], text: string, more: Partial<Turn> = {}): Turn {
  const second = (at: number) => new Date(Date.parse('2026-11-20T12:00:00Z') + at * 1000).toISOString()
  return {
    turn_id: `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`,
    sitting_id: SITTING_ID,
    seq,
    role,
    text,
    started_at: second(seq * 5),
    ended_at: second(seq * 5 + 3),
    speech_seconds: 2.5,
    interrupted: false,
    source: 'voice',
    language: 'en',
    low_confidence: false,
    blocked: false,
    ...more,
  }
}

export function lesson(turns: Turn[], more: Partial<Lesson> = {}): Lesson {
  return { ...summary(), turns, recordings: [], ...more }
}

export const TICKET: JoinResponse = {
  lesson_id: LESSON_ID,
  room_name: 'lesson-room',
  server_url: 'ws://127.0.0.1:7880',
  participant_token: 'token',
  participant_identity: 'learner-1',
  learner_token: 'secret',
}
