import { RoomAudioRenderer, RoomContext, useAudioPlayback } from '@livekit/components-react'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import { useSettings } from '../settings/useSettings'
import { PlayerContext } from '../sound/usePlayer'
import { stateOfUnconnected } from '../start/unconnected'
import { useWords } from '../words/useWords'
import { helpWords } from './help/helpWords'
import { useEnding } from './hooks/useEnding'
import { useLeaving } from './hooks/useLeaving'
import { useLessonKeys } from './hooks/useLessonKeys'
import { useLessonTitle } from './hooks/useLessonTitle'
import { useLessonRoom } from './hooks/useLessonRoom'
import { useLessonTools } from './hooks/useLessonTools'
import { usePaceHint } from './hooks/usePaceHint'
import { useShownNotice } from './hooks/useShownNotice'
import { useWhen } from './hooks/useWhen'
import styles from './LessonPage.module.css'
import { shownAs } from './room/microphone'
import { SettingsSheet } from './setup/SettingsSheet'
import type { NoticeAct } from './state/currentNotice'
import { Announcer } from './view/Announcer'
import { EndDialog } from './view/EndDialog'
import { SceneHeader } from './view/SceneHeader'
import { SceneSlots } from './view/SceneSlots'
import { Side } from './view/Side'
import { Stage } from './view/Stage'
import { Sun } from './view/Sun'
import { Tools } from './view/Tools'

export function Lesson({ lessonId }: { lessonId: string }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const [{ captions, readCaptions }] = useSettings()
  const [dialog, setDialog] = useState<'end' | 'settings' | null>(null)
  const hintOpener = useRef<HTMLButtonElement>(null)
  const typeOpener = useRef<HTMLButtonElement>(null)
  const lessonRoom = useLessonRoom(lessonId)
  const { room, kept, lesson, dispatch, entry, microphone, tutor, calls, hearing } = lessonRoom
  const { canPlayAudio, startAudio } = useAudioPlayback(room)
  const notice = useShownNotice(lessonRoom, !canPlayAudio)
  const tools = useLessonTools(lessonRoom, dialog !== null)
  const { state, ready, typing, openLine, lastLine, again, help, talk, byButton, silent } = tools
  const go = useLeaving(lessonId, lessonRoom)
  const ending = useEnding(lessonId, calls, go, entry.phase === 'displaced')
  const paceHint = usePaceHint(lesson, state)
  const title = useLessonTitle(lesson)
  const cardOpen = help.card.status !== 'closed'

  const toggleTyping = () => {
    // The card lies over the panel: who wants to type wants to see it.
    if (cardOpen) help.close()
    if (cardOpen && typing.open) typing.show()
    else typing.toggle()
  }
  const toggleMicrophone = () => {
    const shown = shownAs(microphone)
    if (shown === 'call' || shown === 'device') return // it comes back by itself
    // The talk button opens and closes it; one that does not work is tried again either way.
    if (!byButton || microphone.status !== 'open') void microphone.microphone.toggle()
  }
  const stop = () => {
    again.player.stop()
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
  useLessonKeys(
    tools,
    { type: toggleTyping, microphone: toggleMicrophone, stop, end: askEnd, settings: openSettings },
    dialog !== null,
  )
  // A call: the tutor is not to talk to nobody.
  useWhen(notice?.code === 'phone_call', stop)

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
      case 'hear_again':
        lastLine.hear()
        return
      case 'message':
        kept.takeBack()
        void navigate(`/lessons/${lessonId}/messages`)
        return
      case 'settings':
        openSettings()
        return
      case 'start_page':
        kept.takeBack()
        void navigate('/', { state: stateOfUnconnected(lessonId) })
    }
  }

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
                ending.pending || state === 'ended'
                  ? 'end.saving'
                  : talk.phase !== 'idle'
                    ? 'dock.talk_cancel'
                    : paceHint
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
              speaking={tutor?.state === 'speaking' || again.busy}
              onStop={stop}
              onSettings={openSettings}
            />
          </main>
          <Announcer
            notice={notice}
            state={state}
            ready={ready}
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
            speaks={lesson.choices?.voice ?? null}
            microphoneAllowed={microphone.status === 'open'}
            track={microphone.on ? microphone.track : undefined}
            notice={notice}
          />
          <RoomAudioRenderer />
        </div>
      </PlayerContext>
    </RoomContext>
  )
}
