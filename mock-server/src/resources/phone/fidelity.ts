import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const phoneFidelity: readonly FidelityRecord[] = []
