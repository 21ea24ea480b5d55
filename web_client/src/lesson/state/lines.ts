/**
 * The lines of the conversation, from two sources. Captions (`lk.transcription`) come while something is said and know
 * nothing of the record; `turn.added` brings the final truth a moment later, without naming the caption it belongs to.
 * A line begins as whichever comes first and ends as its turn: same place, same key, final words.
 */
import type { Turn } from '../../contract'

export type Role = Turn['role']

export interface Line {
  /** Stays the same while a caption becomes a turn, so that the line does not blink. */
  key: string
  role: Role
  text: string
  segmentId: string | null
  turn: Turn | null
  /** More words of this line may come. */
  growing: boolean
  /** Written by the learner and not yet confirmed by its turn. */
  unconfirmed: boolean
  /** Its turn came before its caption, which is to be swallowed when it arrives. */
  awaitsCaption: boolean
}

export interface Caption {
  segmentId: string
  role: Role
  /** All that is known of this segment so far. */
  text: string
  final: boolean
}

const BLANK = { segmentId: null, turn: null, growing: false, unconfirmed: false, awaitsCaption: false }

export function withCaption(lines: readonly Line[], caption: Caption): readonly Line[] {
  const known = lines.findIndex((line) => line.segmentId === caption.segmentId)
  if (known >= 0)
    return change(lines, known, (line) =>
      // A learner's caption comes twice, and the second may come after the turn: the turn's words stay.
      line.turn ? line : { ...line, text: caption.text, growing: !caption.final },
    )
  if (caption.text.trim() === '') return lines
  const late = lines.findIndex(
    (line) => line.awaitsCaption && line.role === caption.role && alike(line.text, caption.text),
  )
  if (late >= 0)
    return change(lines, late, (line) => ({ ...line, segmentId: caption.segmentId, awaitsCaption: false }))
  return [
    ...lines,
    {
      ...BLANK,
      key: caption.segmentId,
      role: caption.role,
      text: caption.text,
      segmentId: caption.segmentId,
      growing: !caption.final,
    },
  ]
}

/** The room was left: no more words of any line will come. */
export function withNoneGrowing(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) => (line.growing ? { ...line, growing: false } : line))
}

/** The learner pressed send. */
export function withTyped(lines: readonly Line[], key: string, text: string): readonly Line[] {
  return [...lines, { ...BLANK, key, role: 'learner', text, unconfirmed: true }]
}

export function withTurn(lines: readonly Line[], turn: Turn): readonly Line[] {
  const settled = lines.map((line) => (line.awaitsCaption ? { ...line, awaitsCaption: false } : line))
  return inOrder(settle(settled, turn, true))
}

/** The turns as the server has them, after a (re)join or when an event was missed. */
export function withRecord(lines: readonly Line[], turns: readonly Turn[]): readonly Line[] {
  return inOrder(turns.reduce<readonly Line[]>((all, turn) => settle(all, turn, false), lines))
}

function settle(lines: readonly Line[], turn: Turn, awaitsCaption: boolean): readonly Line[] {
  const known = lines.findIndex((line) => line.turn?.turn_id === turn.turn_id)
  if (known >= 0) return change(lines, known, (line) => ({ ...line, turn, text: turn.text }))
  const mine = findCaption(lines, turn)
  if (mine < 0) {
    const fresh = { ...BLANK, key: turn.turn_id, role: turn.role, text: turn.text, turn, awaitsCaption }
    const before = lines.findLastIndex((line) => line.turn !== null && line.turn.seq < turn.seq)
    return [...lines.slice(0, before + 1), fresh, ...lines.slice(before + 1)]
  }
  return change(lines, mine, (line) => ({
    ...line,
    turn,
    text: turn.text,
    growing: false,
    unconfirmed: false,
  })).filter((line, index) => index >= mine || !isLeftover(line, turn.role))
}

/** A caption that no turn followed although a later one of the same side is on record: it was never heard. */
function isLeftover(line: Line, role: Role): boolean {
  return line.role === role && line.turn === null && !line.growing && !line.unconfirmed
}

function findCaption(lines: readonly Line[], turn: Turn): number {
  const open = (line: Line) => line.turn === null && line.role === turn.role
  if (turn.source === 'text') {
    const text = turn.text.trim()
    const same = lines.findIndex((line) => open(line) && line.unconfirmed && line.text.trim() === text)
    return same >= 0 ? same : lines.findIndex((line) => open(line) && line.unconfirmed)
  }
  // A tutor that was called back says the same once more: of several that fit, the closest is meant.
  let [best, closest] = [-1, 0]
  lines.forEach((line, index) => {
    if (!open(line) || line.unconfirmed || !alike(line.text, turn.text)) return
    const common = closeness(line.text, turn.text)
    if (common > closest) [best, closest] = [index, common]
  })
  return best
}

/**
 * A caption and a turn of the same utterance differ in a word or two at the end (what was heard against what was
 * shown) or in punctuation: half of the shorter one's words in common is enough, and is rare between neighbours.
 */
function alike(one: string, other: string): boolean {
  const shorter = Math.min(words(one).length, words(other).length)
  return shorter > 0 && commonWords(one, other) * 2 >= shorter
}

/** 0 for nothing in common, 1 for the same words. */
function closeness(one: string, other: string): number {
  return (2 * commonWords(one, other)) / (words(one).length + words(other).length)
}

function commonWords(one: string, other: string): number {
  const rest = words(other)
  return words(one).filter((word) => {
    const at = rest.indexOf(word)
    if (at >= 0) rest.splice(at, 1)
    return at >= 0
  }).length
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
}

/** Turns stand by `seq` in the places that turns hold; lines without a turn stay where they are. */
function inOrder(lines: readonly Line[]): readonly Line[] {
  const turns = lines
    .filter((line) => line.turn !== null)
    .sort((a, b) => (a.turn?.seq ?? 0) - (b.turn?.seq ?? 0))
  let next = 0
  return lines.map((line) => (line.turn === null ? line : (turns[next++] ?? line)))
}

function change(lines: readonly Line[], index: number, how: (line: Line) => Line): readonly Line[] {
  return lines.map((line, at) => (at === index ? how(line) : line))
}
