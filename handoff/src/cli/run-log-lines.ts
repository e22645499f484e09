import type { Logger } from '../ports.ts'
import type { Io } from './io.ts'

/** The run log as JSON Lines on standard error. */
export const jsonLogger = (io: Io): Logger => ({ log: (entry) => io.err(`${JSON.stringify(entry)}\n`) })

/** One logger out of several; what one of them throws keeps the line from nobody. */
export const toEach = (loggers: readonly Logger[]): Logger => ({
  log: (entry) => {
    for (const logger of loggers) {
      try {
        logger.log(entry)
      } catch {
        // There is nowhere left to say it.
      }
    }
  },
})
