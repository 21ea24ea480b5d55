import type { ModelUsage, UsageSummary, Use } from '../contract'
import { More } from '../parts/More'
import { useWords } from '../words/useWords'
import styles from './Used.module.css'

const SMALLEST = 0.0001

/** What each model did in the lesson, for who pays for it. Nothing while nothing is counted. */
export function Used({ usage }: { usage: UsageSummary }) {
  const { t } = useWords()
  if (usage.models.length === 0) return null
  return (
    <More words={t('report.used')} testId="report-used">
      <dl className={styles['models']} data-testid="report-models">
        {usage.models.map((model) => (
          <Model
            key={`${model.part} ${model.model}`}
            model={model}
            uses={usage.purposes.filter((use) => use.part === model.part && use.model === model.model)}
          />
        ))}
        {usage.cost !== null && (
          <div className={styles['sum']}>
            <dt>{t('report.used_sum')}</dt>
            <dd className={styles['cost']}>{price(usage.cost)}</dd>
          </div>
        )}
      </dl>
    </More>
  )
}

function Model({ model, uses }: { model: ModelUsage; uses: readonly Use[] }) {
  const { t, language } = useWords()
  const count = (value: number) => Math.ceil(value).toLocaleString(language)
  const tokens = model.input_tokens + model.output_tokens
  const amounts = [
    tokens > 0 && t('report.used_tokens', { n: count(tokens) }),
    model.audio_seconds > 0 && t('report.used_seconds', { n: count(model.audio_seconds) }),
    model.characters > 0 && t('report.used_characters', { n: count(model.characters) }),
  ].filter((amount) => amount !== false)
  return (
    <div className={styles['model']}>
      <dt>{model.model}</dt>
      {model.cost !== null && <dd className={styles['cost']}>{price(model.cost)}</dd>}
      <dd className={styles['amounts']}>{amounts.join(' · ')}</dd>
      {uses.length > 0 && (
        <dd className={styles['amounts']}>{uses.map((use) => t(`report.used_${use.purpose}`)).join(', ')}</dd>
      )}
    </div>
  )
}

/** In the operator's currency, which the page does not know. A lesson may cost less than a hundredth of it. */
function price(cost: number): string {
  return cost > 0 && cost < SMALLEST ? `< ${SMALLEST.toFixed(4)}` : cost.toFixed(4)
}
