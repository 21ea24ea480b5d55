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

/** Nobody is known to it. */
function serveScenes() {
  return serve({
    'GET /api/scenarios': [200, { scenarios: SCENES }],
    'POST /api/lessons': [201, TICKET],
  })
}

const cards = () => screen.findAllByTestId('scene-card')

describe('the catalogue', () => {
  it.each(['ko', 'en'] as const)('shows scenes with level, place and partner in %s', async (language) => {
    serveScenes()
    const { container } = await renderPage(<ScenesPage />, { language })
    const [first] = await cards()
    expect(first).toHaveTextContent(language === 'ko' ? '호텔 체크인' : 'Checking in')
    expect(first).toHaveTextContent('A2')
    await expectAccessible(container)
  })

  it('finds by words, level and topic, and offers to make a scene where none fits', async () => {
    serveScenes()
    await renderPage(<ScenesPage />)
    await cards()
    await userEvent.click(screen.getByRole('radio', { name: 'B1' }))
    expect(await cards()).toHaveLength(1)
    expect(screen.getByRole('status')).toHaveTextContent('1 scene')
    await userEvent.type(screen.getByRole('searchbox'), 'airport')
    expect(screen.queryAllByTestId('scene-card')).toEqual([])
    expect(screen.getByRole('link', { name: 'Make a scene by talking' })).toHaveAttribute('href', '/')
  })

  it('opens to its phrases, each to be heard before any lesson, and starts', async () => {
    const asked = serveScenes()
    const { container } = await renderPage(<ScenesPage />, {
      settings: settingsWith({ microphoneChecked: true }),
    })
    const [first] = await cards()
    await userEvent.click(within(first ?? container).getByRole('button', { name: /Checking in/ }))
    expect(screen.getByText('Could I have a quiet room?')).toBeVisible()
    expect(within(first ?? container).getAllByRole('button', { name: /^Hear: / })).toHaveLength(3)
    await expectAccessible(container)
    await userEvent.click(within(first ?? container).getByTestId('scene-start'))
    await vi.waitFor(() => {
      expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
        mode: 'scene',
        scenario_id: 'hotel-check-in',
      })
    })
  })
})
