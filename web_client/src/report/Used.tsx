import type { ModelUsage, UsageSummary } from '../contract'
import { More } from '../parts/More'
import { useWords } from '../words/useWords'
import styles from './Figures.module.css'

/** What each model did in the lesson, for who pays for it. Nothing while nothing is counted. */
export function Used({ usage }: { usage: UsageSummary }) {
  const { t } = useWords()
  if (usage.models.length === 0) return null
  return (
    <More words={t('report.used')} testId="report-used">
      <ul className={styles['how']}>
        {usage.models.map((model) => (
          <li key={`${model.part} ${model.model}`}>
            <Model model={model} />
          </li>
        ))}
        {usage.cost !== null && <li>{t('report.used_cost', { n: price(usage.cost) })}</li>}
        <li>{t('report.used_what')}</li>
      </ul>
    </More>
  )
}

function Model({ model }: { model: ModelUsage }) {
  const { t, language } = useWords()
  const count = (value: number) => Math.round(value).toLocaleString(language)
  const tokens = model.input_tokens + model.output_tokens
  const amounts = [
    tokens > 0 && t('report.used_tokens', { n: count(tokens) }),
    model.audio_seconds > 0 && t('report.used_seconds', { n: count(model.audio_seconds) }),
    model.characters > 0 && t('report.used_characters', { n: count(model.characters) }),
    model.cost !== null && t('report.used_cost', { n: price(model.cost) }),
  ].filter((amount) => amount !== false)
  return (
    <>
      {model.model}: {amounts.join(' · ')}
    </>
  )
}

/** In the operator's currency, which the page does not know. A lesson may cost less than a hundredth of it. */
function price(cost: number): string {
  return cost.toFixed(4)
}
