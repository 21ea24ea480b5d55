import { type RefObject, useRef } from 'react'
import { hintSound } from '../../api/sounds'
import { useSettings } from '../../settings/useSettings'
import type { Player } from '../../sound/player'
import { HintCard } from '../help/HintCard'
import { OfferBar } from '../help/OfferBar'
import type { Help } from '../help/useHelp'
import type { OpenLine } from '../hooks/useOpenLine'
import type { Typing } from '../hooks/useTyping'
import styles from '../LessonPage.module.css'
import type { TutorCalls } from '../room/tutorCalls'
import type { NoticeAct, ShownNotice } from '../state/currentNotice'
import type { Line } from '../state/lines'
import { Captions } from './Captions'
import { NoticeBar } from './NoticeBar'
import { OpenedLine } from './OpenedLine'
import { TypePanel } from './TypePanel'

interface SideProps {
  lessonId: string
  lines: readonly Line[]
  openLine: OpenLine
  calls: TutorCalls | null
  player: Player
  notice: ShownNotice | null
  onAct: (act: NoticeAct) => void
  help: Help
  hintOpener: RefObject<HTMLButtonElement | null>
  /** Enough for today. */
  onFinish: () => void
  typing: Typing
  typeOpener: RefObject<HTMLButtonElement | null>
  onSay: (text: string) => void
}

/** The conversation, and below it what helps just now: a notice, an offer, a hint or the panel to type. */
export function Side(props: SideProps) {
  const { lessonId, lines, openLine, calls, player, notice, onAct } = props
  const { help, hintOpener, onFinish, typing, typeOpener, onSay } = props
  const [{ korean, captions }] = useSettings()
  const { card } = help
  const place = useRef<HTMLDivElement>(null)
  return (
    <div ref={place} className={styles['side']} id="conversation" tabIndex={-1}>
      <Captions
        lines={lines}
        mode={captions}
        open={openLine.key}
        onOpen={openLine.show}
        help={(line) => <OpenedLine line={line} calls={calls} player={player} />}
      />
      <NoticeBar notice={notice} onAct={onAct} after={place} />
      <OfferBar offer={help.offer} onHint={help.ask} onGoOn={help.goOn} onFinish={onFinish} after={place} />
      {card.status !== 'closed' && (
        <HintCard
          card={card}
          korean={korean}
          player={player}
          sound={(text, signal) => hintSound(text, lessonId, signal)}
          opener={hintOpener}
          onNext={help.next}
          onClose={help.close}
          onSend={onSay}
        />
      )}
      {card.status === 'closed' && typing.open && (
        <TypePanel
          text={typing.draft}
          onText={typing.setDraft}
          takesFocus={typing.takesFocus}
          opener={typeOpener}
          onSend={onSay}
        />
      )}
    </div>
  )
}
