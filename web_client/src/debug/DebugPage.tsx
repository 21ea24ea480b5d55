import { RoomAudioRenderer, RoomContext } from '@livekit/components-react'
import { useQuery } from '@tanstack/react-query'
import { ConnectionState } from 'livekit-client'
import { useState } from 'react'
import { Link } from 'react-router'
import { CallError } from '../api/http'
import { Loading } from '../app/Loading'
import { NotFound } from '../app/NotFound'
import type { DebugPages } from '../contract'
import { Level } from '../microphone/Level'
import { useVerdict } from '../microphone/useVerdict'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import styles from './Debug.module.css'
import { DebugMessages } from './DebugMessages'
import { debugPagesQuery } from './debugQueries'
import { useDebugRoom } from './useDebugRoom'

/** The developers' test page. In English only: no learner comes here. */
export default function DebugPage() {
  const { data, error } = useQuery(debugPagesQuery)
  if (error instanceof CallError && error.refused) return <NotFound />
  return data ? <Bench pages={data} /> : <Loading />
}

function Bench({ pages }: { pages: DebugPages }) {
  const debug = useDebugRoom()
  const { room, ticket, state, track, entries, note } = debug
  const { steps } = useVerdict(track)
  const [text, setText] = useState('')
  const tried = (what: string, work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      note('page', `${what} failed`, String(error))
    })
  }
  const connected = state === ConnectionState.Connected
  return (
    <RoomContext value={room}>
      <div className={styles['page']} lang="en">
        <PageTitle title="Test page" />
        <dl className={styles['known']}>
          <dt>environment</dt>
          <dd>{pages.environment}</dd>
          <dt>server</dt>
          <dd data-testid="debug-server">{ticket?.server_url ?? pages.livekit_url}</dd>
          <dt>room</dt>
          <dd>{ticket?.room_name ?? '–'}</dd>
          <dt>identity</dt>
          <dd data-testid="debug-identity">{ticket?.participant_identity ?? '–'}</dd>
          <dt>lesson</dt>
          <dd>{ticket ? <Link to={`/debug/lessons/${ticket.lesson_id}`}>{ticket.lesson_id}</Link> : '–'}</dd>
          <dt>connection</dt>
          <dd data-testid="debug-connection">{state}</dd>
          <dt>microphone</dt>
          <dd>
            <Level steps={steps} words={`${steps} of 10`} />
          </dd>
        </dl>
        <div className={styles['acts']}>
          <Button
            data-testid="debug-connect"
            isDisabled={connected}
            onPress={tried('connect', debug.connect)}
          >
            Start a free talk
          </Button>
          <Button look="quiet" isDisabled={!connected} onPress={tried('microphone', debug.toggleMicrophone)}>
            {track ? 'Microphone off' : 'Microphone on'}
          </Button>
          <Button look="quiet" isDisabled={!connected} onPress={tried('leave', debug.disconnect)}>
            Leave the room
          </Button>
        </div>
        <form
          className={styles['acts']}
          onSubmit={(event) => {
            event.preventDefault()
            tried('typing', () => debug.type(text))()
            setText('')
          }}
        >
          <label>
            Typed into the room{' '}
            <input
              value={text}
              data-testid="debug-text"
              onChange={({ target }) => {
                setText(target.value)
              }}
            />
          </label>
          <Button look="quiet" type="submit" isDisabled={!connected || text === ''}>
            Send
          </Button>
        </form>
        <DebugMessages lessonId={ticket?.lesson_id ?? null} note={note} />
        <section aria-label="Raw events" className={styles['scroll']} tabIndex={0}>
          <ol className={styles['entries']} reversed>
            {entries.map(({ n, at, from, what, data }) => (
              <li key={n} data-testid="debug-event" data-from={from}>
                <code>
                  {at} ms {from} {what} {data}
                </code>
              </li>
            ))}
          </ol>
        </section>
        <RoomAudioRenderer />
      </div>
    </RoomContext>
  )
}
