import { reportVolume } from './volume.ts'
await reportVolume()
