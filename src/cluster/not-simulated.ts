// What of an object the simulator does not act on, for those who look at manifests before anything is played.
export { type NotSimulatedPart, notSimulatedParts } from '../simulator/compose.ts'
