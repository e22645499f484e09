import type { ProviderState } from '../pact-file.ts'
import type { InteractionReport, VerificationReport } from '../verify.ts'

const MARKS = { passed: 'ok      ', failed: 'FAILED  ', pending: 'pending ' } as const

/** The report for a person: a line for each interaction, and below it what was expected and found. */
export function showReport(report: VerificationReport): string {
  const { interactions } = report
  const count = (outcome: InteractionReport['outcome']) =>
    interactions.filter((interaction) => interaction.outcome === outcome).length
  const failed = count('failed')
  const pending = count('pending')
  const verdict = [
    `${count('passed')} of ${interactions.length} interactions passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(pending > 0 ? [`${pending} pending (not counted)`] : []),
  ]
  return [
    `${report.consumer} with ${report.provider} at ${report.providerUrl}`,
    '',
    ...interactions.flatMap(showInteraction),
    '',
    `${verdict.join(', ')}.`,
    '',
  ].join('\n')
}

function showInteraction({ outcome, description, states, mismatches }: InteractionReport): string[] {
  const given = states.length === 0 ? '' : `, given ${states.map(showState).join(' and ')}`
  const lines = [`${MARKS[outcome]}${description}${given}`, ...mismatches.map((text) => `          ${text}`)]
  // What a provider answered must not steer the terminal, nor look like a line of this report.
  return lines.map((line) => line.replace(/\p{Cc}+/gu, ' '))
}

function showState({ name, params }: ProviderState): string {
  const shown = Object.entries(params).map(([key, value]) => `${key} ${JSON.stringify(value)}`)
  return shown.length === 0 ? name : `${name} (${shown.join(', ')})`
}
