import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const jobFidelity: readonly FidelityRecord[] = []
