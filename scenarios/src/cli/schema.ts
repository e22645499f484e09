import type { Command } from 'commander'
import { scenarioSchemaText } from '../format/schema/scenario.ts'

/** `gorgias-scenarios schema`: the JSON Schema that editors use. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenario files')
    .action(() => {
      process.stdout.write(scenarioSchemaText())
    })
}
