import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const searchFidelity: readonly FidelityRecord[] = []
