import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const reportingFidelity: readonly FidelityRecord[] = []
