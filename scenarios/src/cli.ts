#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Compiled sources are kept from run to run: the next start takes two thirds of the time.
enableCompileCache()
const { CommanderError } = await import('commander')
const { createProgram } = await import('./cli/program.ts')

try {
  await createProgram().parseAsync()
} catch (error) {
  // Commander has told the person already, and has set the exit code.
  if (!(error instanceof CommanderError)) throw error
}
