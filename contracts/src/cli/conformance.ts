import { readShapes, shapesFolder } from '../conformance/recordings.ts'
import { CASES, checkConformance } from '../conformance/run.ts'
import { attempt, exit } from './io.ts'
import type { AddCommand, ExitCode, Io } from './io.ts'
import { showConformance } from './show-conformance.ts'

interface Flags {
  readonly shapes: string
  readonly recording?: string
  readonly known?: boolean
  readonly json?: boolean
}

const NOTES = `
Compared are statuses, names of headers, keys and their order, types, and what can be null; never a value. A
simulator is started for it, and each recording has a fresh account there. Differences with a reason are listed
in contracts/src/conformance/known.ts; one that is listed and does not occur fails as well.

Examples:
  gorgias-contracts conformance
  gorgias-contracts conformance --recording ticket.create --known

Exit codes: 0 all recordings are answered alike, but for what is known; 1 one is not; 2 wrong usage, or the
shapes cannot be read.
`

export const addConformance: AddCommand = (program, io, end) => {
  program
    .command('conformance')
    .description('hold the simulator against the shapes of recorded answers')
    .option('--shapes <folder>', 'the shapes', shapesFolder)
    .option('--recording <part>', 'only recordings whose name has this in it')
    .option('--known', 'show the differences that are known, too')
    .option('--json', 'print the report as one line of JSON')
    .addHelpText('after', NOTES)
    .action(async (flags: Flags) => end(await attempt(io, () => runConformance(flags, io))))
}

async function runConformance({ shapes, recording = '', known, json }: Flags, io: Io): Promise<ExitCode> {
  const cases = CASES.filter((one) => one.recording.includes(recording))
  if (cases.length === 0) {
    io.err(
      `No recording has "${recording}" in its name. There are: ${CASES.map((one) => one.recording).join(', ')}.\n`,
    )
    return exit.unusable
  }
  const reports = await checkConformance(await readShapes(shapes), cases)
  io.out(json === true ? `${JSON.stringify(reports)}\n` : showConformance(reports, { known: known === true }))
  return reports.every(({ conforms }) => conforms) ? exit.kept : exit.broken
}
