import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { requirementsPage } from './page.ts'
import { proofs } from './proofs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
writeFileSync(`${root}docs/reference/requirements.md`, requirementsPage(proofs(root)))
