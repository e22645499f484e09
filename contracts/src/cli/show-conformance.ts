import type { CaseReport, ReportedDifference } from '../conformance/run.ts'

const where = ({ kind, at, recorded, simulated }: ReportedDifference): string =>
  `${kind} ${at === '' ? '(whole)' : at}: recorded ${recorded}, simulated ${simulated}`

function showCase({ recording, conforms, differences, outdated, trouble }: CaseReport): string[] {
  const mark = conforms ? 'ok      ' : 'DIFFERS '
  return [
    `${mark}${recording}`,
    ...(trouble === null ? [] : [`          ${trouble}`]),
    ...differences.map(
      (one) => `          ${where(one)}${one.reason === null ? '' : ` (known: ${one.reason})`}`,
    ),
    ...outdated.map((one) => `          listed as known, and does not occur: ${one}`),
  ]
}

/** The report for a person: a line for each recording, below it what is different. */
export function showConformance(reports: readonly CaseReport[], { known = false } = {}): string {
  const shown = reports.map((report) =>
    known ? report : { ...report, differences: report.differences.filter(({ reason }) => reason === null) },
  )
  const bad = reports.filter(({ conforms }) => !conforms).length
  const listed = reports.flatMap(({ differences }) => differences).filter(({ reason }) => reason !== null)
  return [
    ...shown.flatMap(showCase),
    '',
    `${reports.length - bad} of ${reports.length} recordings are answered alike; ${listed.length} differences are known.`,
    '',
  ]
    .map((line) => line.replace(/\p{Cc}+/gu, ' '))
    .join('\n')
}
