import type { FidelityRecord } from '../../kernel/fidelity.ts'

export const viewFidelity: readonly FidelityRecord[] = []
