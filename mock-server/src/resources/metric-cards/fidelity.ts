import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const metricCardFidelity: readonly FidelityRecord[] = []
