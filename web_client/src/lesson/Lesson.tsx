import { RoomAudioRenderer, RoomContext, useAudioPlayback } from '@livekit/components-react'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import { useSettings } from '../settings/useSettings'
import { PlayerContext } from '../sound/usePlayer'
import type { Saying } from '../words/saying'
import { useWords } from '../words/useWords'
import type { WordKey } from '../words/words'
import { helpWords } from './help/helpWords'
import { occupied } from './help/occupied'
import { useHelp } from './help/useHelp'
import { useEnding } from './hooks/useEnding'
import { useEscape } from './hooks/useEscape'
import { useHearAgain } from './hooks/useHearAgain'
import { useLastLine } from './hooks/useLastLine'
import { useLeaving } from './hooks/useLeaving'
import { useLessonTitle } from './hooks/useLessonTitle'
import { useLessonRoom } from './hooks/useLessonRoom'
import { useMutedTalking } from './hooks/useMutedTalking'
import { useOpenLine } from './hooks/useOpenLine'
import { usePaceHint } from './hooks/usePaceHint'
import { useShortcuts } from './hooks/useShortcuts'
import { useShownNotice } from './hooks/useShownNotice'
import { useTyping } from './hooks/useTyping'
import { useWhen } from './hooks/useWhen'
import styles from './LessonPage.module.css'
import { cannotSpeak } from './room/microphone'
import { SettingsSheet } from './setup/SettingsSheet'
import { useLiveChoices } from './setup/useLiveChoices'
import type { NoticeAct } from './state/currentNotice'
import { sunState } from './state/sunState'
import type { TalkOutcome } from './talk/talkState'
import { useTalk } from './talk/useTalk'
import { useTalkKey } from './talk/useTalkKey'
import { Announcer } from './view/Announcer'
import { EndDialog } from './view/EndDialog'
import { SceneHeader } from './view/SceneHeader'
import { SceneSlots } from './view/SceneSlots'
import { Side } from './view/Side'
import { Stage } from './view/Stage'
import { Sun } from './view/Sun'
import { Tools } from './view/Tools'

const TALK_WORDS: Record<Exclude<TalkOutcome, 'sent'> | 'failed', WordKey> = {
  canceled: 'dock.talk_canceled',
  short: 'dock.talk_short',
  failed: 'notice.failed',
}

export function Lesson({ lessonId }: { lessonId: string }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const lessonRoom = useLessonRoom(lessonId)
  const { room, lesson, dispatch, entry, microphone, tutor, calls, reconnecting, hearing } = lessonRoom
  const { canPlayAudio, startAudio } = useAudioPlayback(room)
  const notice = useShownNotice(lessonRoom, !canPlayAudio)
  const go = useLeaving(lessonId, lessonRoom)
  const ending = useEnding(calls, go)
  const [dialog, setDialog] = useState<'end' | 'settings' | null>(null)
  const hintOpener = useRef<HTMLButtonElement>(null)
  const typeOpener = useRef<HTMLButtonElement>(null)
  const [{ shortcuts, captions, readCaptions, talk: talkMode }] = useSettings()
  const byButton = talkMode === 'push'
  const silent = cannotSpeak(microphone.status)

  const typing = useTyping(silent)
  const openLine = useOpenLine()
  const again = useHearAgain(room, microphone.microphone)
  const notify = (code: string, text: Saying) => {
    dispatch({ type: 'notify', code, text, now: performance.now() })
  }
  const reachable = lessonRoom.connected && !reconnecting ? calls : null
  useLiveChoices(reachable, notify)
  useMutedTalking(
    microphone.track,
    microphone.muted && !microphone.taken && tutor?.state !== 'speaking' && !again.busy,
    () => {
      notify('muted_talking', 'notice.muted_talking')
    },
  )
  const lastLine = useLastLine(lesson.lines, openLine, again.player, () => {
    notify('failed', 'sound.failed')
  })

  const talk = useTalk({
    on: byButton,
    calls: reachable,
    microphone: microphone.microphone,
    onOutcome: (outcome) => {
      if (outcome !== 'sent') notify(`talk_${outcome}`, TALK_WORDS[outcome])
    },
  })
  useTalkKey(talk.presses, byButton && microphone.status === 'open', shortcuts && dialog === null)
  const talking = talk.phase !== 'idle'

  const state = sunState({
    phase: entry.phase,
    reconnecting,
    tutor: tutor?.state ?? null,
    microphoneOn: microphone.on,
    replaying: again.sounding,
    byButton,
    ended: lesson.ended !== null,
  })
  const paceHint = usePaceHint(lesson, state)
  const who = occupied({
    tutorListens: tutor?.state === 'listening' && state !== 'reconnecting',
    learnerSpeaks: hearing || talking,
    replaying: again.busy,
    writing: typing.draft.trim() !== '',
    reading: lesson.help.card.status !== 'closed' || openLine.reading || dialog !== null,
  })
  const help = useHelp(lesson.help, dispatch, calls, who)
  const cardOpen = help.card.status !== 'closed'

  const toggleTyping = () => {
    // The card lies over the panel: who wants to type wants to see it.
    if (cardOpen) help.close()
    if (cardOpen && typing.open) typing.show()
    else typing.toggle()
  }
  const toggleMicrophone = () => void microphone.microphone.toggle()
  const stop = () => {
    if (tutor?.state === 'speaking')
      calls?.interrupt().catch((error: unknown) => {
        console.warn('the tutor was not interrupted', error)
      })
  }
  const askEnd = () => {
    setDialog('end')
  }
  const openSettings = () => {
    setDialog('settings')
  }
  const closeDialog = () => {
    setDialog(null)
  }
  const say = (text: string) => {
    // Who writes has answered the question about the microphone.
    if (silent) microphone.microphone.decline()
    dispatch({ type: 'typed', text })
  }
  // A call: the tutor is not to talk to nobody.
  useWhen(notice?.code === 'phone_call', stop)
  const escape = () => {
    if (talking) talk.presses.cancel()
    else if (cardOpen) help.close()
    else if (openLine.key !== null) openLine.show(null)
    else if (typing.open) typing.toggle()
    else stop()
  }
  useEscape(escape, dialog === null)
  useShortcuts(
    {
      KeyT: toggleTyping,
      KeyM: toggleMicrophone,
      KeyS: stop,
      KeyE: askEnd,
      KeyH: help.toggle,
      KeyK: lastLine.toggle,
      KeyR: lastLine.hear,
      KeyL: lastLine.hearSlowly,
      Slash: openSettings,
    },
    shortcuts && dialog === null,
  )

  const act = (chosen: NoticeAct) => {
    switch (chosen) {
      case 'take_back':
      case 'retry':
        entry.again()
        return
      case 'sound':
        void startAudio()
        return
      case 'microphone':
        void microphone.microphone.again()
        return
      case 'type_instead':
        microphone.microphone.decline()
        typing.show()
        return
      case 'start_page':
        void navigate('/')
    }
  }

  const title = useLessonTitle(lesson)

  return (
    <RoomContext value={room}>
      <PlayerContext value={again.player}>
        <div className={styles['page']} data-panel={typing.open || cardOpen ? 'open' : 'closed'}>
          <a className={styles['skip']} href="#conversation">
            {t('app.skip')}
          </a>
          <header className={styles['top']}>
            <SceneHeader title={title} scenario={lesson.scenario} elapsed={lesson.elapsed} />
            <Button
              look="quiet"
              size="compact"
              isDisabled={ending.pending}
              data-testid="end"
              onPress={askEnd}
            >
              {t('dock.end')}
            </Button>
          </header>
          <main className={styles['main']}>
            <PageTitle title={t('lesson.heading', { title })} className="visually-hidden" />
            <Stage
              state={state}
              hearing={hearing}
              hint={
                ending.pending || state === 'ended' ? 'end.saving' : talking ? 'dock.talk_cancel' : paceHint
              }
              sun={<Sun state={state} tutorTrack={tutor?.track} learnerTrack={microphone.track} />}
            >
              {lesson.stage === 'scenario' && <SceneSlots scenario={lesson.scenario} />}
            </Stage>
            <Side
              lessonId={lessonId}
              lines={lesson.lines}
              openLine={openLine}
              calls={calls}
              player={again.player}
              notice={notice}
              onAct={act}
              help={help}
              hintOpener={hintOpener}
              onFinish={ending.begin}
              typing={typing}
              typeOpener={typeOpener}
              onSay={say}
            />
            <Tools
              help={help}
              hintOpener={hintOpener}
              typing={typing}
              typeOpener={typeOpener}
              onType={toggleTyping}
              talk={byButton ? talk : null}
              microphone={microphone}
              onMicrophone={toggleMicrophone}
              speaking={tutor?.state === 'speaking'}
              onStop={stop}
              onSettings={openSettings}
            />
          </main>
          <Announcer
            notice={notice}
            state={state}
            microphoneOn={!microphone.muted && !silent}
            lines={captions === 'on' && (silent || readCaptions) ? lesson.lines : []}
            help={helpWords(help, t)}
          />
          <EndDialog
            open={dialog === 'end'}
            onClose={closeDialog}
            onEnd={() => {
              closeDialog()
              ending.begin()
            }}
          />
          <SettingsSheet
            open={dialog === 'settings'}
            onClose={closeDialog}
            microphoneAllowed={microphone.status === 'open'}
          />
          <RoomAudioRenderer />
        </div>
      </PlayerContext>
    </RoomContext>
  )
}
