import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { CatalogueScenario } from '../contract'
import { TICKET } from '../test/lessons'
import { expectAccessible, renderPage, serve, settingsWith } from '../test/page'
import ScenesPage from './ScenesPage'

const SCENES: CatalogueScenario[] = [
  {
    scenario_id: 'hotel-check-in',
    topic: 'travel',
    level: 'A2',
    title_ko: '호텔 체크인',
    title_en: 'Checking in',
    place: 'hotel front desk',
    partner: 'receptionist',
    goal: 'check in',
    key_phrases: ['I have a reservation.', 'What time is breakfast?', 'Could I have a quiet room?'],
    opening: 'Good evening.',
  },
  {
    scenario_id: 'doctor',
    topic: 'health',
    level: 'B1',
    title_ko: '병원에서',
    title_en: 'At the doctor',
    place: 'clinic',
    partner: 'doctor',
    goal: 'say what hurts',
    key_phrases: ['It hurts here.', 'Since yesterday.', 'Do I need medicine?'],
    opening: 'What seems to be the problem?',
  },
]

function serveScenes(lessons: number) {
  return serve({
    'GET /api/scenarios': [200, { scenarios: SCENES }],
    'GET /api/lessons': [
      200,
      {
        lessons: [],
        has_next: false,
        next_before: null,
        totals: { lessons, total_seconds: 0, learner_speech_seconds: 0 },
      },
    ],
    'POST /api/lessons': [201, TICKET],
  })
}

const cards = () => screen.findAllByTestId('scene-card')

describe('the catalogue', () => {
  it.each(['ko', 'en'] as const)('shows scenes with level, place and partner in %s', async (language) => {
    serveScenes(0)
    const { container } = await renderPage(<ScenesPage />, { language })
    const [first] = await cards()
    expect(first).toHaveTextContent(language === 'ko' ? '호텔 체크인' : 'Checking in')
    expect(first).toHaveTextContent('A2')
    await expectAccessible(container)
  })

  it('finds by words, level and topic, and offers to make a scene where none fits', async () => {
    serveScenes(0)
    await renderPage(<ScenesPage />)
    await cards()
    await userEvent.click(screen.getByRole('radio', { name: 'B1' }))
    expect(await cards()).toHaveLength(1)
    expect(screen.getByRole('status')).toHaveTextContent('1 scene')
    await userEvent.type(screen.getByRole('searchbox'), 'airport')
    expect(screen.queryAllByTestId('scene-card')).toEqual([])
    expect(screen.getByRole('link', { name: 'Make a scene by talking' })).toHaveAttribute('href', '/')
  })

  it('opens to its phrases and starts', async () => {
    const asked = serveScenes(0)
    const { container } = await renderPage(<ScenesPage />, {
      settings: settingsWith({ microphoneChecked: true }),
    })
    const [first] = await cards()
    await userEvent.click(within(first ?? container).getByRole('button', { name: /Checking in/ }))
    expect(screen.getByText('Could I have a quiet room?')).toBeVisible()
    // Nobody speaks to whom the server does not know yet.
    expect(within(first ?? container).queryByRole('button', { name: /^Hear/ })).not.toBeInTheDocument()
    await expectAccessible(container)
    await userEvent.click(within(first ?? container).getByTestId('scene-start'))
    await vi.waitFor(() => {
      expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
        mode: 'scene',
        scenario_id: 'hotel-check-in',
      })
    })
  })

  it('lets who has had a lesson hear each phrase', async () => {
    serveScenes(1)
    const { container } = await renderPage(<ScenesPage />)
    const [first] = await cards()
    await userEvent.click(within(first ?? container).getByRole('button', { name: /Checking in/ }))
    expect(await within(first ?? container).findAllByRole('button', { name: /^Hear: / })).toHaveLength(3)
    await expectAccessible(container)
  })
})
