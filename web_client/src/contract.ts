/* Generated from contract/schema.json by `npm run contract`. Do not edit. */

export type LessonEvent =
  | HintOffered
  | LessonEnded
  | LessonReady
  | LessonSnapshot
  | Notice
  | PaceChanged
  | ScenarioCompleted
  | ScenarioUpdated
  | TurnAdded

export interface Borders {
  About: About
  CatalogueScenario: CatalogueScenario
  Clip: Clip
  CompletedScenario: CompletedScenario
  DebugLesson: DebugLesson
  DebugPages: DebugPages
  DebugTurn: DebugTurn
  Empty: Empty
  ExportedBuilder: ExportedBuilder
  ExportedRecording: ExportedRecording
  HintOffered: HintOffered
  HintResponse: HintResponse
  JoinResponse: JoinResponse
  LatencySummary: LatencySummary
  LatencyTarget: LatencyTarget
  Lesson: Lesson
  LessonEnded: LessonEnded
  LessonList: LessonList
  LessonReady: LessonReady
  LessonSnapshot: LessonSnapshot
  LessonSummary: LessonSummary
  MessageAudio: MessageAudio
  MessageDone: MessageDone
  MessageFailed: MessageFailed
  MessageHeard: MessageHeard
  MessageSaid: MessageSaid
  MessageSentence: MessageSentence
  ModelUsage: ModelUsage
  Notice: Notice
  NoticeText: NoticeText
  PaceChanged: PaceChanged
  PaceFigures: PaceFigures
  PacePoint: PacePoint
  Problem: Problem
  Report: Report
  ReportPosted: ReportPosted
  ResponsePoint: ResponsePoint
  RpcErrorData: RpcErrorData
  Scenario: Scenario
  ScenarioCompleted: ScenarioCompleted
  ScenarioList: ScenarioList
  ScenarioUpdated: ScenarioUpdated
  SendMessageRequest: SendMessageRequest
  SetPaceRequest: SetPaceRequest
  SetPatienceRequest: SetPatienceRequest
  SetVoiceRequest: SetVoiceRequest
  SpeechRequest: SpeechRequest
  StageSummary: StageSummary
  StartLessonRequest: StartLessonRequest
  TalkRequest: TalkRequest
  Totals: Totals
  TranslateRequest: TranslateRequest
  TranslateResponse: TranslateResponse
  Turn: Turn
  TurnAdded: TurnAdded
  TurnLatency: TurnLatency
  UsageSummary: UsageSummary
  Use: Use
  VoiceList: VoiceList
  LessonEvent: LessonEvent
}
/**
 * What a page tells a learner of this server, before the first word.
 */
export interface About {
  /**
   * lessons are kept this long after the learner's last activity
   */
  guest_keep_days: number
}
/**
 * A ready-made scene, as GET /api/scenarios serves it.
 */
export interface CatalogueScenario {
  scenario_id: string
  topic: string
  level: string
  title_ko: string
  title_en: string
  place: string
  partner: string
  goal: string
  /**
   * @minItems 3
   * @maxItems 8
   */
  key_phrases: string[]
  opening: string
}
/**
 * The recording as it came; `duration_sec` is its length, not the speech in it.
 */
export interface Clip {
  format: 'wav' | 'webm' | 'pcm16'
  sample_rate: number
  channels: number
  duration_sec: number
  bytes: number
}
/**
 * The shape that earlier clients of the scenario builder rely on, camel case included.
 */
export interface CompletedScenario {
  place: string
  conversation_partner: string
  conversation_goal: string
  sessionId: string
}
export interface DebugLesson {
  lesson_id: string
  mode: 'build' | 'scene' | 'free'
  engine: 'realtime' | 'pipeline'
  status: 'waiting' | 'running' | 'ended'
  turns: DebugTurn[]
  latency: LatencySummary
}
export interface DebugTurn {
  turn_id: string
  seq: number
  role: 'learner' | 'tutor'
  source: 'voice' | 'push_to_talk' | 'text' | 'message' | 'phone'
  started_at: string
  ended_at: string
  speech_seconds: number
  interrupted: boolean
  latency: TurnLatency | null
}
/**
 * One reply of the tutor: from the learner's last sound to the tutor's first.
 *
 * Instants are Unix seconds by the clock of the process that made the turn. None, never 0, where a stage did not
 * happen (a typed line has no `vad_end`, a fixed sentence no `llm_first_token`) or was not seen. `total` is the seconds
 * from `turn_decided` to `audio_out`; the silence before the decision is chosen, and stands beside it.
 */
export interface TurnLatency {
  answers: string | null
  vad_end: number | null
  turn_decided: number | null
  stt_final: number | null
  llm_first_token: number | null
  llm_first_sentence: number | null
  tts_first_byte: number | null
  audio_out: number | null
  total: number | null
  engine: 'realtime' | 'pipeline'
  channel: 'voice' | 'push_to_talk' | 'text' | 'message' | 'phone'
  interrupted: boolean
}
/**
 * `stages` holds those that were measured at least once, in the order in which they happen, for each engine and channel
 * of the lesson: a failover changes the one, a typed line the other.
 */
export interface LatencySummary {
  replies: number
  stages: StageSummary[]
}
/**
 * One stage over the replies of a lesson that one engine gave to turns of one channel, in seconds.
 *
 * `few`: so few replies that its percentiles say little. Reports from before told neither engine nor channel (None).
 */
export interface StageSummary {
  stage:
    | 'turn_decided'
    | 'stt_final'
    | 'llm_first_token'
    | 'llm_first_sentence'
    | 'tts_first_byte'
    | 'token_to_audio'
    | 'audio_out'
    | 'total'
  engine: ('realtime' | 'pipeline') | null
  channel: ('voice' | 'push_to_talk' | 'text' | 'message' | 'phone') | null
  count: number
  avg: number
  min: number
  max: number
  p50: number
  p95: number
  p99: number
  few: boolean
  target: LatencyTarget | null
}
export interface LatencyTarget {
  p50: number
  p95: number
  p99: number
}
/**
 * GET /api/debug, where the pages are open; elsewhere it is a 404.
 */
export interface DebugPages {
  environment: string
  livekit_url: string
}
export interface Empty {}
/**
 * How the scene was found: questions asked, and for what.
 */
export interface ExportedBuilder {
  attempts: number
  asked_fields: ('place' | 'partner' | 'goal')[]
  completed: boolean
}
/**
 * The sound of a voice message: a whole file in base64.
 */
export interface ExportedRecording {
  turn_id: string
  mime_type: string
  seconds: number
  data: string
}
export interface HintOffered {
  at: string
  n: number | null
  type: 'hint.offered'
}
/**
 * What the learner could say now. `meanings` says the same in Korean, in the same order, null where unknown.
 */
export interface HintResponse {
  /**
   * @maxItems 3
   */
  hints: string[]
  /**
   * @maxItems 3
   */
  meanings: (string | null)[]
}
/**
 * All that a browser needs to enter the lesson's room.
 */
export interface JoinResponse {
  lesson_id: string
  room_name: string
  server_url: string
  participant_token: string
  participant_identity: string
  learner_token: string
}
/**
 * `recordings` are the learner's turns that can be heard again: voice messages whose sound was to be kept.
 */
export interface Lesson {
  lesson_id: string
  status: 'waiting' | 'running' | 'ended'
  stage: 'scenario' | 'roleplay' | 'closing' | 'ended'
  mode: 'build' | 'scene' | 'free'
  scenario: Scenario
  scenario_id: string | null
  title: string
  level: ('A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2') | null
  voice:
    | 'alloy'
    | 'ash'
    | 'ballad'
    | 'cedar'
    | 'coral'
    | 'echo'
    | 'marin'
    | 'sage'
    | 'shimmer'
    | 'verse'
    | 'fable'
    | 'nova'
    | 'onyx'
  engine: 'realtime' | 'pipeline'
  patience: 'auto' | '1' | '2' | '3'
  pace: 'auto' | 'slower' | 'normal' | 'faster'
  created_at: string
  started_at: string | null
  ended_at: string | null
  end_reason:
    | (
        | 'said'
        | 'button'
        | 'hung_up'
        | 'time'
        | 'left'
        | 'idle'
        | 'engine'
        | 'replaced'
        | 'worker_lost'
        | 'shutdown'
      )
    | null
  turn_count: number
  total_seconds: number
  turns: Turn[]
  recordings: string[]
}
/**
 * Any field may still be unknown (None); text is the learner's input, never an instruction.
 */
export interface Scenario {
  place: string | null
  partner: string | null
  goal: string | null
}
/**
 * `seq` orders the turns of a lesson by when each began; it grows, with gaps. Times are UTC.
 *
 * `sitting_id` is the sitting in which it was said (a message is one of its own): the time between two sittings is not
 * the lesson's. None only from a tutor, or in a report, that is older than the field.
 *
 * `speech_seconds` is voiced time: pauses and the silence that ends a turn are not in it. For the tutor it is the
 * seconds that were played. Typed turns have 0. `blocked` is a line of the tutor's that its guardrail stopped; `text` is
 * what was heard of it.
 */
export interface Turn {
  turn_id: string
  sitting_id: string | null
  seq: number
  role: 'learner' | 'tutor'
  text: string
  started_at: string
  ended_at: string
  speech_seconds: number
  interrupted: boolean
  source: 'voice' | 'push_to_talk' | 'text' | 'message' | 'phone'
  language: 'en' | 'ko' | 'mixed'
  low_confidence: boolean
  blocked: boolean
}
export interface LessonEnded {
  at: string
  n: number | null
  type: 'lesson.ended'
  end_reason:
    | 'said'
    | 'button'
    | 'hung_up'
    | 'time'
    | 'left'
    | 'idle'
    | 'engine'
    | 'replaced'
    | 'worker_lost'
    | 'shutdown'
  report: Report | null
}
/**
 * Durations in seconds with 2 decimals; wpm in words a minute, None when nothing could be measured.
 */
export interface Report {
  version: number
  lesson_id: string
  started_at: string | null
  ended_at: string | null
  end_reason:
    | (
        | 'said'
        | 'button'
        | 'hung_up'
        | 'time'
        | 'left'
        | 'idle'
        | 'engine'
        | 'replaced'
        | 'worker_lost'
        | 'shutdown'
      )
    | null
  scenario: Scenario
  total_seconds: number
  learner_speech_seconds: number
  tutor_speech_seconds: number
  learner_turns: number
  tutor_turns: number
  speaking_share: number | null
  wpm: number | null
  band: 'super_slow' | 'slow' | 'normal' | 'fast'
  longest_turn_seconds: number
  response_seconds_median: number | null
  hesitation_count: number
  hesitation_seconds: number
  interrupted_turns: number
  pace: PacePoint[]
  responses: ResponsePoint[]
  turns: Turn[]
  latency: LatencySummary
  usage: UsageSummary
}
export interface PacePoint {
  turn_id: string
  at: string
  wpm: number
}
/**
 * Seconds from the tutor's last sound to the learner's first.
 */
export interface ResponsePoint {
  turn_id: string
  seconds: number
}
/**
 * `models` has one row a part and model, `purposes` the same by what it was for. `cost` is the sum of what has a price,
 * None when nothing has.
 */
export interface UsageSummary {
  models: ModelUsage[]
  purposes: Use[]
  cost: number | null
}
/**
 * Of one model. Audio tokens and cached ones (which the service had read before) are part of the tokens, and cached audio
 * tokens of both. `cost` is in the currency of the operator's prices, None without.
 */
export interface ModelUsage {
  part: 'realtime' | 'llm' | 'stt' | 'tts'
  model: string
  input_tokens: number
  input_cached_tokens: number
  input_audio_tokens: number
  input_cached_audio_tokens: number
  output_tokens: number
  output_audio_tokens: number
  audio_seconds: number
  characters: number
  cost: number | null
}
/**
 * Of one model for one purpose.
 */
export interface Use {
  part: 'realtime' | 'llm' | 'stt' | 'tts'
  model: string
  input_tokens: number
  input_cached_tokens: number
  input_audio_tokens: number
  input_cached_audio_tokens: number
  output_tokens: number
  output_audio_tokens: number
  audio_seconds: number
  characters: number
  cost: number | null
  purpose: 'talk' | 'scene' | 'hint' | 'translation' | 'guardrail' | 'supervisor' | 'replay'
}
/**
 * Newest first; `next_before` is the `before` of the next page. Whatever was sought, `totals` count everything, and
 * `last` is the lesson to go on with: of those in which something was said the one in use last, however old it is.
 */
export interface LessonList {
  lessons: LessonSummary[]
  has_next: boolean
  next_before: string | null
  last: LessonSummary | null
  totals: Totals
}
/**
 * One row of the history.
 */
export interface LessonSummary {
  lesson_id: string
  status: 'waiting' | 'running' | 'ended'
  stage: 'scenario' | 'roleplay' | 'closing' | 'ended'
  mode: 'build' | 'scene' | 'free'
  scenario: Scenario
  scenario_id: string | null
  title: string
  level: ('A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2') | null
  voice:
    | 'alloy'
    | 'ash'
    | 'ballad'
    | 'cedar'
    | 'coral'
    | 'echo'
    | 'marin'
    | 'sage'
    | 'shimmer'
    | 'verse'
    | 'fable'
    | 'nova'
    | 'onyx'
  engine: 'realtime' | 'pipeline'
  patience: 'auto' | '1' | '2' | '3'
  pace: 'auto' | 'slower' | 'normal' | 'faster'
  created_at: string
  started_at: string | null
  ended_at: string | null
  end_reason:
    | (
        | 'said'
        | 'button'
        | 'hung_up'
        | 'time'
        | 'left'
        | 'idle'
        | 'engine'
        | 'replaced'
        | 'worker_lost'
        | 'shutdown'
      )
    | null
  turn_count: number
  total_seconds: number
}
/**
 * A learner's lessons taken together; seconds as in the reports: sittings without the gaps, voiced speech.
 */
export interface Totals {
  lessons: number
  total_seconds: number
  learner_speech_seconds: number
}
export interface LessonReady {
  at: string
  n: number | null
  type: 'lesson.ready'
  lesson_id: string
  stage: 'scenario' | 'roleplay' | 'closing' | 'ended'
  engine: 'realtime' | 'pipeline'
}
export interface LessonSnapshot {
  at: string
  n: number | null
  type: 'lesson.snapshot'
  lesson: Lesson
  pace: PaceFigures
  seconds_elapsed: number
}
export interface PaceFigures {
  wpm: number | null
  band: 'super_slow' | 'slow' | 'normal' | 'fast'
}
/**
 * The sound of that sentence: a whole file in base64. A sentence whose voice failed has none.
 */
export interface MessageAudio {
  type: 'message.audio'
  sentence: number
  mime_type: 'audio/mpeg' | 'audio/wav'
  seconds: number
  data: string
}
export interface MessageDone {
  type: 'message.done'
}
/**
 * The answer stops here; what was said before is stored. `engine_failed`: it may be tried again.
 *
 * Other codes than `engine_failed`, `taken_over` and `internal` are those of a refusal that came when the answer's head was
 * out already.
 */
export interface MessageFailed {
  type: 'message.failed'
  code: string
}
/**
 * What was understood, stored.
 */
export interface MessageHeard {
  type: 'message.heard'
  turn: Turn
  clip: Clip | null
}
/**
 * A line of the tutor, stored.
 */
export interface MessageSaid {
  type: 'message.said'
  turn: Turn
}
/**
 * A sentence of the tutor; `sentence` counts from 1 in each answer.
 */
export interface MessageSentence {
  type: 'message.sentence'
  sentence: number
  text: string
}
export interface Notice {
  at: string
  n: number | null
  type: 'notice'
  code:
    | 'not_heard'
    | 'tutor_waiting'
    | 'tutor_busy'
    | 'tutor_back'
    | 'engine_reconnecting'
    | 'engine_failed'
    | 'engine_switched'
    | 'voice_unchanged'
    | 'storage_delayed'
    | 'time_nearly_up'
    | 'displaced'
  text: NoticeText
}
export interface NoticeText {
  ko: string
  en: string
}
export interface PaceChanged {
  at: string
  n: number | null
  type: 'pace.changed'
  wpm: number | null
  band: 'super_slow' | 'slow' | 'normal' | 'fast'
  guidance: string
}
/**
 * RFC 9457 problem details; `code` is stable, `field` names the input at fault (dotted path).
 */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string | null
  field: string | null
  retry_after_seconds: number | null
}
/**
 * What REPORT_WEBHOOK_URL receives; the same `delivery_id` may come twice.
 */
export interface ReportPosted {
  type: 'lesson.report'
  delivery_id: string
  report: Report
}
export interface RpcErrorData {
  code: string
  field: string | null
}
export interface ScenarioCompleted {
  at: string
  n: number | null
  type: 'scenario.completed'
  completed: true
  json: CompletedScenario
}
export interface ScenarioList {
  scenarios: CatalogueScenario[]
}
export interface ScenarioUpdated {
  at: string
  n: number | null
  type: 'scenario.updated'
  place: string | null
  partner: string | null
  goal: string | null
  missing: ('place' | 'partner' | 'goal')[]
  questions_asked: number
}
/**
 * Without a text the tutor speaks first, which it does only in a lesson where nothing has been said.
 */
export interface SendMessageRequest {
  text?: string | null
}
export interface SetPaceRequest {
  pace: 'auto' | 'slower' | 'normal' | 'faster'
}
export interface SetPatienceRequest {
  patience: 'auto' | '1' | '2' | '3'
}
export interface SetVoiceRequest {
  voice:
    | 'alloy'
    | 'ash'
    | 'ballad'
    | 'cedar'
    | 'coral'
    | 'echo'
    | 'marin'
    | 'sage'
    | 'shimmer'
    | 'verse'
    | 'fable'
    | 'nova'
    | 'onyx'
}
/**
 * A short text to hear, such as a hint: in the voice of the learner's lesson, else in the default one.
 */
export interface SpeechRequest {
  text: string
  speed?: number
  lesson_id?: string | null
}
/**
 * What a learner chose. `mode` defaults to `scene` with a whole scenario, else `build`.
 */
export interface StartLessonRequest {
  mode?: ('build' | 'scene' | 'free') | null
  scenario?: Scenario | null
  scenario_id?: string | null
  continue_lesson_id?: string | null
  level?: ('A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2') | null
  voice?:
    | (
        | 'alloy'
        | 'ash'
        | 'ballad'
        | 'cedar'
        | 'coral'
        | 'echo'
        | 'marin'
        | 'sage'
        | 'shimmer'
        | 'verse'
        | 'fable'
        | 'nova'
        | 'onyx'
      )
    | null
  engine?: ('realtime' | 'pipeline') | null
  patience?: ('auto' | '1' | '2' | '3') | null
  pace?: ('auto' | 'slower' | 'normal' | 'faster') | null
  locale?: ('ko' | 'en') | null
}
/**
 * The talk button: `start` while it is held, then `stop` (one press, one turn) or `cancel` (what was said is thrown
 * away). The first `start` ends open-microphone listening, until `open` or until the learner leaves the room.
 */
export interface TalkRequest {
  action: 'start' | 'stop' | 'cancel' | 'open'
}
export interface TranslateRequest {
  turn_id: string
}
export interface TranslateResponse {
  text: string
}
export interface TurnAdded {
  at: string
  n: number | null
  type: 'turn.added'
  turn: Turn
}
/**
 * The voices a learner may choose from: those of the engine that a lesson gets when none is chosen.
 */
export interface VoiceList {
  voices: (
    | 'alloy'
    | 'ash'
    | 'ballad'
    | 'cedar'
    | 'coral'
    | 'echo'
    | 'marin'
    | 'sage'
    | 'shimmer'
    | 'verse'
    | 'fable'
    | 'nova'
    | 'onyx'
  )[]
  default:
    | 'alloy'
    | 'ash'
    | 'ballad'
    | 'cedar'
    | 'coral'
    | 'echo'
    | 'marin'
    | 'sage'
    | 'shimmer'
    | 'verse'
    | 'fable'
    | 'nova'
    | 'onyx'
}

/** The same as JSON Schema, for the check of what arrives. */
export const DEFINITIONS: Record<string, unknown> = {"About":{"properties":{"guest_keep_days":{"type":"number"}},"required":["guest_keep_days"],"type":"object"},"CatalogueScenario":{"properties":{"scenario_id":{"type":"string"},"topic":{"type":"string"},"level":{"type":"string"},"title_ko":{"type":"string"},"title_en":{"type":"string"},"place":{"type":"string"},"partner":{"type":"string"},"goal":{"type":"string"},"key_phrases":{"items":{"type":"string"},"type":"array"},"opening":{"type":"string"}},"required":["scenario_id","topic","level","title_ko","title_en","place","partner","goal","key_phrases","opening"],"type":"object"},"Clip":{"properties":{"format":{"enum":["wav","webm","pcm16"],"type":"string"},"sample_rate":{"type":"integer"},"channels":{"type":"integer"},"duration_sec":{"type":"number"},"bytes":{"type":"integer"}},"required":["format","sample_rate","channels","duration_sec","bytes"],"type":"object"},"CompletedScenario":{"properties":{"place":{"type":"string"},"conversation_partner":{"type":"string"},"conversation_goal":{"type":"string"},"sessionId":{"type":"string"}},"required":["place","conversation_partner","conversation_goal","sessionId"],"type":"object"},"DebugLesson":{"properties":{"lesson_id":{"type":"string"},"mode":{"enum":["build","scene","free"],"type":"string"},"engine":{"enum":["realtime","pipeline"],"type":"string"},"status":{"enum":["waiting","running","ended"],"type":"string"},"turns":{"items":{"$ref":"#/definitions/DebugTurn"},"type":"array"},"latency":{"$ref":"#/definitions/LatencySummary"}},"required":["lesson_id","mode","engine","status","turns","latency"],"type":"object"},"DebugPages":{"properties":{"environment":{"type":"string"},"livekit_url":{"type":"string"}},"required":["environment","livekit_url"],"type":"object"},"DebugTurn":{"properties":{"turn_id":{"type":"string"},"seq":{"type":"integer"},"role":{"enum":["learner","tutor"],"type":"string"},"source":{"enum":["voice","push_to_talk","text","message","phone"],"type":"string"},"started_at":{"type":"string"},"ended_at":{"type":"string"},"speech_seconds":{"type":"number"},"interrupted":{"type":"boolean"},"latency":{"anyOf":[{"$ref":"#/definitions/TurnLatency"},{"type":"null"}],"default":null}},"required":["turn_id","seq","role","source","started_at","ended_at","speech_seconds","interrupted","latency"],"type":"object"},"Empty":{"properties":{},"type":"object","required":[]},"ExportedBuilder":{"properties":{"attempts":{"type":"integer"},"asked_fields":{"items":{"enum":["place","partner","goal"],"type":"string"},"type":"array"},"completed":{"type":"boolean"}},"required":["attempts","asked_fields","completed"],"type":"object"},"ExportedRecording":{"properties":{"turn_id":{"type":"string"},"mime_type":{"type":"string"},"seconds":{"type":"number"},"data":{"type":"string"}},"required":["turn_id","mime_type","seconds","data"],"type":"object"},"HintOffered":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"hint.offered","default":"hint.offered","type":"string"}},"required":["at","n","type"],"type":"object"},"HintResponse":{"properties":{"hints":{"items":{"type":"string"},"type":"array"},"meanings":{"items":{"anyOf":[{"type":"string"},{"type":"null"}]},"type":"array"}},"required":["hints","meanings"],"type":"object"},"JoinResponse":{"properties":{"lesson_id":{"type":"string"},"room_name":{"type":"string"},"server_url":{"type":"string"},"participant_token":{"type":"string"},"participant_identity":{"type":"string"},"learner_token":{"type":"string"}},"required":["lesson_id","room_name","server_url","participant_token","participant_identity","learner_token"],"type":"object"},"LatencySummary":{"properties":{"replies":{"default":0,"type":"integer"},"stages":{"items":{"$ref":"#/definitions/StageSummary"},"type":"array"}},"type":"object","required":["replies","stages"]},"LatencyTarget":{"properties":{"p50":{"type":"number"},"p95":{"type":"number"},"p99":{"type":"number"}},"required":["p50","p95","p99"],"type":"object"},"Lesson":{"properties":{"lesson_id":{"type":"string"},"status":{"enum":["waiting","running","ended"],"type":"string"},"stage":{"enum":["scenario","roleplay","closing","ended"],"type":"string"},"mode":{"enum":["build","scene","free"],"type":"string"},"scenario":{"$ref":"#/definitions/Scenario"},"scenario_id":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"title":{"type":"string"},"level":{"anyOf":[{"enum":["A1","A2","B1","B2","C1","C2"],"type":"string"},{"type":"null"}],"default":null},"voice":{"enum":["alloy","ash","ballad","cedar","coral","echo","marin","sage","shimmer","verse","fable","nova","onyx"],"type":"string"},"engine":{"enum":["realtime","pipeline"],"type":"string"},"patience":{"enum":["auto","1","2","3"],"type":"string"},"pace":{"enum":["auto","slower","normal","faster"],"type":"string"},"created_at":{"type":"string"},"started_at":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"ended_at":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"end_reason":{"anyOf":[{"enum":["said","button","hung_up","time","left","idle","engine","replaced","worker_lost","shutdown"],"type":"string"},{"type":"null"}],"default":null},"turn_count":{"default":0,"type":"integer"},"total_seconds":{"default":0,"type":"number"},"turns":{"items":{"$ref":"#/definitions/Turn"},"type":"array"},"recordings":{"items":{"type":"string"},"type":"array"}},"required":["lesson_id","status","stage","mode","scenario","scenario_id","title","level","voice","engine","patience","pace","created_at","started_at","ended_at","end_reason","turn_count","total_seconds","turns","recordings"],"type":"object"},"LessonEnded":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"lesson.ended","default":"lesson.ended","type":"string"},"end_reason":{"enum":["said","button","hung_up","time","left","idle","engine","replaced","worker_lost","shutdown"],"type":"string"},"report":{"anyOf":[{"$ref":"#/definitions/Report"},{"type":"null"}],"default":null}},"required":["at","n","type","end_reason","report"],"type":"object"},"LessonList":{"properties":{"lessons":{"items":{"$ref":"#/definitions/LessonSummary"},"type":"array"},"has_next":{"type":"boolean"},"next_before":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"last":{"anyOf":[{"$ref":"#/definitions/LessonSummary"},{"type":"null"}],"default":null},"totals":{"$ref":"#/definitions/Totals"}},"required":["lessons","has_next","next_before","last","totals"],"type":"object"},"LessonReady":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"lesson.ready","default":"lesson.ready","type":"string"},"lesson_id":{"type":"string"},"stage":{"enum":["scenario","roleplay","closing","ended"],"type":"string"},"engine":{"enum":["realtime","pipeline"],"type":"string"}},"required":["at","n","type","lesson_id","stage","engine"],"type":"object"},"LessonSnapshot":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"lesson.snapshot","default":"lesson.snapshot","type":"string"},"lesson":{"$ref":"#/definitions/Lesson"},"pace":{"$ref":"#/definitions/PaceFigures"},"seconds_elapsed":{"type":"number"}},"required":["at","n","type","lesson","pace","seconds_elapsed"],"type":"object"},"LessonSummary":{"properties":{"lesson_id":{"type":"string"},"status":{"enum":["waiting","running","ended"],"type":"string"},"stage":{"enum":["scenario","roleplay","closing","ended"],"type":"string"},"mode":{"enum":["build","scene","free"],"type":"string"},"scenario":{"$ref":"#/definitions/Scenario"},"scenario_id":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"title":{"type":"string"},"level":{"anyOf":[{"enum":["A1","A2","B1","B2","C1","C2"],"type":"string"},{"type":"null"}],"default":null},"voice":{"enum":["alloy","ash","ballad","cedar","coral","echo","marin","sage","shimmer","verse","fable","nova","onyx"],"type":"string"},"engine":{"enum":["realtime","pipeline"],"type":"string"},"patience":{"enum":["auto","1","2","3"],"type":"string"},"pace":{"enum":["auto","slower","normal","faster"],"type":"string"},"created_at":{"type":"string"},"started_at":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"ended_at":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"end_reason":{"anyOf":[{"enum":["said","button","hung_up","time","left","idle","engine","replaced","worker_lost","shutdown"],"type":"string"},{"type":"null"}],"default":null},"turn_count":{"default":0,"type":"integer"},"total_seconds":{"default":0,"type":"number"}},"required":["lesson_id","status","stage","mode","scenario","scenario_id","title","level","voice","engine","patience","pace","created_at","started_at","ended_at","end_reason","turn_count","total_seconds"],"type":"object"},"MessageAudio":{"properties":{"type":{"const":"message.audio","default":"message.audio","type":"string"},"sentence":{"type":"integer"},"mime_type":{"enum":["audio/mpeg","audio/wav"],"type":"string"},"seconds":{"type":"number"},"data":{"type":"string"}},"required":["type","sentence","mime_type","seconds","data"],"type":"object"},"MessageDone":{"properties":{"type":{"const":"message.done","default":"message.done","type":"string"}},"type":"object","required":["type"]},"MessageFailed":{"properties":{"type":{"const":"message.failed","default":"message.failed","type":"string"},"code":{"type":"string"}},"required":["type","code"],"type":"object"},"MessageHeard":{"properties":{"type":{"const":"message.heard","default":"message.heard","type":"string"},"turn":{"$ref":"#/definitions/Turn"},"clip":{"anyOf":[{"$ref":"#/definitions/Clip"},{"type":"null"}],"default":null}},"required":["type","turn","clip"],"type":"object"},"MessageSaid":{"properties":{"type":{"const":"message.said","default":"message.said","type":"string"},"turn":{"$ref":"#/definitions/Turn"}},"required":["type","turn"],"type":"object"},"MessageSentence":{"properties":{"type":{"const":"message.sentence","default":"message.sentence","type":"string"},"sentence":{"type":"integer"},"text":{"type":"string"}},"required":["type","sentence","text"],"type":"object"},"ModelUsage":{"properties":{"part":{"enum":["realtime","llm","stt","tts"],"type":"string"},"model":{"type":"string"},"input_tokens":{"default":0,"type":"integer"},"input_cached_tokens":{"default":0,"type":"integer"},"input_audio_tokens":{"default":0,"type":"integer"},"input_cached_audio_tokens":{"default":0,"type":"integer"},"output_tokens":{"default":0,"type":"integer"},"output_audio_tokens":{"default":0,"type":"integer"},"audio_seconds":{"default":0,"type":"number"},"characters":{"default":0,"type":"integer"},"cost":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null}},"required":["part","model","input_tokens","input_cached_tokens","input_audio_tokens","input_cached_audio_tokens","output_tokens","output_audio_tokens","audio_seconds","characters","cost"],"type":"object"},"Notice":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"notice","default":"notice","type":"string"},"code":{"enum":["not_heard","tutor_waiting","tutor_busy","tutor_back","engine_reconnecting","engine_failed","engine_switched","voice_unchanged","storage_delayed","time_nearly_up","displaced"],"type":"string"},"text":{"$ref":"#/definitions/NoticeText"}},"required":["at","n","type","code","text"],"type":"object"},"NoticeText":{"properties":{"ko":{"type":"string"},"en":{"type":"string"}},"required":["ko","en"],"type":"object"},"PaceChanged":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"pace.changed","default":"pace.changed","type":"string"},"wpm":{"anyOf":[{"type":"number"},{"type":"null"}]},"band":{"enum":["super_slow","slow","normal","fast"],"type":"string"},"guidance":{"type":"string"}},"required":["at","n","type","wpm","band","guidance"],"type":"object"},"PaceFigures":{"properties":{"wpm":{"anyOf":[{"type":"number"},{"type":"null"}]},"band":{"enum":["super_slow","slow","normal","fast"],"type":"string"}},"required":["wpm","band"],"type":"object"},"PacePoint":{"properties":{"turn_id":{"type":"string"},"at":{"type":"string"},"wpm":{"type":"number"}},"required":["turn_id","at","wpm"],"type":"object"},"Problem":{"properties":{"type":{"default":"about:blank","type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},"detail":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"field":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"retry_after_seconds":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null}},"required":["type","title","status","code","detail","field","retry_after_seconds"],"type":"object"},"Report":{"properties":{"version":{"default":1,"type":"integer"},"lesson_id":{"type":"string"},"started_at":{"anyOf":[{"type":"string"},{"type":"null"}]},"ended_at":{"anyOf":[{"type":"string"},{"type":"null"}]},"end_reason":{"anyOf":[{"enum":["said","button","hung_up","time","left","idle","engine","replaced","worker_lost","shutdown"],"type":"string"},{"type":"null"}]},"scenario":{"$ref":"#/definitions/Scenario"},"total_seconds":{"type":"number"},"learner_speech_seconds":{"type":"number"},"tutor_speech_seconds":{"type":"number"},"learner_turns":{"type":"integer"},"tutor_turns":{"type":"integer"},"speaking_share":{"anyOf":[{"type":"number"},{"type":"null"}]},"wpm":{"anyOf":[{"type":"number"},{"type":"null"}]},"band":{"enum":["super_slow","slow","normal","fast"],"type":"string"},"longest_turn_seconds":{"type":"number"},"response_seconds_median":{"anyOf":[{"type":"number"},{"type":"null"}]},"hesitation_count":{"type":"integer"},"hesitation_seconds":{"type":"number"},"interrupted_turns":{"type":"integer"},"pace":{"items":{"$ref":"#/definitions/PacePoint"},"type":"array"},"responses":{"items":{"$ref":"#/definitions/ResponsePoint"},"type":"array"},"turns":{"items":{"$ref":"#/definitions/Turn"},"type":"array"},"latency":{"$ref":"#/definitions/LatencySummary"},"usage":{"$ref":"#/definitions/UsageSummary"}},"required":["version","lesson_id","started_at","ended_at","end_reason","scenario","total_seconds","learner_speech_seconds","tutor_speech_seconds","learner_turns","tutor_turns","speaking_share","wpm","band","longest_turn_seconds","response_seconds_median","hesitation_count","hesitation_seconds","interrupted_turns","pace","responses","turns","latency","usage"],"type":"object"},"ReportPosted":{"properties":{"type":{"const":"lesson.report","default":"lesson.report","type":"string"},"delivery_id":{"type":"string"},"report":{"$ref":"#/definitions/Report"}},"required":["type","delivery_id","report"],"type":"object"},"ResponsePoint":{"properties":{"turn_id":{"type":"string"},"seconds":{"type":"number"}},"required":["turn_id","seconds"],"type":"object"},"RpcErrorData":{"properties":{"code":{"type":"string"},"field":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null}},"required":["code","field"],"type":"object"},"Scenario":{"properties":{"place":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"partner":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"goal":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null}},"type":"object","required":["place","partner","goal"]},"ScenarioCompleted":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"scenario.completed","default":"scenario.completed","type":"string"},"completed":{"const":true,"default":true,"type":"boolean"},"json":{"$ref":"#/definitions/CompletedScenario"}},"required":["at","n","type","completed","json"],"type":"object"},"ScenarioList":{"properties":{"scenarios":{"items":{"$ref":"#/definitions/CatalogueScenario"},"type":"array"}},"required":["scenarios"],"type":"object"},"ScenarioUpdated":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"scenario.updated","default":"scenario.updated","type":"string"},"place":{"anyOf":[{"type":"string"},{"type":"null"}]},"partner":{"anyOf":[{"type":"string"},{"type":"null"}]},"goal":{"anyOf":[{"type":"string"},{"type":"null"}]},"missing":{"items":{"enum":["place","partner","goal"],"type":"string"},"type":"array"},"questions_asked":{"type":"integer"}},"required":["at","n","type","place","partner","goal","missing","questions_asked"],"type":"object"},"StageSummary":{"properties":{"stage":{"enum":["turn_decided","stt_final","llm_first_token","llm_first_sentence","tts_first_byte","token_to_audio","audio_out","total"],"type":"string"},"engine":{"anyOf":[{"enum":["realtime","pipeline"],"type":"string"},{"type":"null"}],"default":null},"channel":{"anyOf":[{"enum":["voice","push_to_talk","text","message","phone"],"type":"string"},{"type":"null"}],"default":null},"count":{"type":"integer"},"avg":{"type":"number"},"min":{"type":"number"},"max":{"type":"number"},"p50":{"type":"number"},"p95":{"type":"number"},"p99":{"type":"number"},"few":{"type":"boolean"},"target":{"anyOf":[{"$ref":"#/definitions/LatencyTarget"},{"type":"null"}],"default":null}},"required":["stage","engine","channel","count","avg","min","max","p50","p95","p99","few","target"],"type":"object"},"Totals":{"properties":{"lessons":{"type":"integer"},"total_seconds":{"type":"number"},"learner_speech_seconds":{"type":"number"}},"required":["lessons","total_seconds","learner_speech_seconds"],"type":"object"},"TranslateResponse":{"properties":{"text":{"type":"string"}},"required":["text"],"type":"object"},"Turn":{"properties":{"turn_id":{"type":"string"},"sitting_id":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"seq":{"type":"integer"},"role":{"enum":["learner","tutor"],"type":"string"},"text":{"type":"string"},"started_at":{"type":"string"},"ended_at":{"type":"string"},"speech_seconds":{"type":"number"},"interrupted":{"default":false,"type":"boolean"},"source":{"default":"voice","enum":["voice","push_to_talk","text","message","phone"],"type":"string"},"language":{"default":"en","enum":["en","ko","mixed"],"type":"string"},"low_confidence":{"default":false,"type":"boolean"},"blocked":{"default":false,"type":"boolean"}},"required":["turn_id","sitting_id","seq","role","text","started_at","ended_at","speech_seconds","interrupted","source","language","low_confidence","blocked"],"type":"object"},"TurnAdded":{"properties":{"at":{"type":"string"},"n":{"anyOf":[{"type":"integer"},{"type":"null"}],"default":null},"type":{"const":"turn.added","default":"turn.added","type":"string"},"turn":{"$ref":"#/definitions/Turn"}},"required":["at","n","type","turn"],"type":"object"},"TurnLatency":{"properties":{"answers":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null},"vad_end":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"turn_decided":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"stt_final":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"llm_first_token":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"llm_first_sentence":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"tts_first_byte":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"audio_out":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"total":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"engine":{"enum":["realtime","pipeline"],"type":"string"},"channel":{"enum":["voice","push_to_talk","text","message","phone"],"type":"string"},"interrupted":{"default":false,"type":"boolean"}},"required":["answers","vad_end","turn_decided","stt_final","llm_first_token","llm_first_sentence","tts_first_byte","audio_out","total","engine","channel","interrupted"],"type":"object"},"UsageSummary":{"properties":{"models":{"items":{"$ref":"#/definitions/ModelUsage"},"type":"array"},"purposes":{"items":{"$ref":"#/definitions/Use"},"type":"array"},"cost":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null}},"type":"object","required":["models","purposes","cost"]},"Use":{"properties":{"part":{"enum":["realtime","llm","stt","tts"],"type":"string"},"model":{"type":"string"},"input_tokens":{"default":0,"type":"integer"},"input_cached_tokens":{"default":0,"type":"integer"},"input_audio_tokens":{"default":0,"type":"integer"},"input_cached_audio_tokens":{"default":0,"type":"integer"},"output_tokens":{"default":0,"type":"integer"},"output_audio_tokens":{"default":0,"type":"integer"},"audio_seconds":{"default":0,"type":"number"},"characters":{"default":0,"type":"integer"},"cost":{"anyOf":[{"type":"number"},{"type":"null"}],"default":null},"purpose":{"enum":["talk","scene","hint","translation","guardrail","supervisor","replay"],"type":"string"}},"required":["part","model","input_tokens","input_cached_tokens","input_audio_tokens","input_cached_audio_tokens","output_tokens","output_audio_tokens","audio_seconds","characters","cost","purpose"],"type":"object"},"VoiceList":{"properties":{"voices":{"items":{"enum":["alloy","ash","ballad","cedar","coral","echo","marin","sage","shimmer","verse","fable","nova","onyx"],"type":"string"},"type":"array"},"default":{"enum":["alloy","ash","ballad","cedar","coral","echo","marin","sage","shimmer","verse","fable","nova","onyx"],"type":"string","default":"alloy"}},"required":["voices","default"],"type":"object"}}

/** The definition behind each event type. */
export const EVENTS = {"hint.offered":"HintOffered","lesson.ended":"LessonEnded","lesson.ready":"LessonReady","lesson.snapshot":"LessonSnapshot","notice":"Notice","pace.changed":"PaceChanged","scenario.completed":"ScenarioCompleted","scenario.updated":"ScenarioUpdated","turn.added":"TurnAdded"} as const
