#!/usr/bin/env node
import { CommanderError } from 'commander'
import { createProgram } from './cli/program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // Commander has told the person already, and has set the exit code.
  if (!(error instanceof CommanderError)) throw error
}
