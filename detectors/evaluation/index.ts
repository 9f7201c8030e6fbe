export { decodeDetections } from '../decoding/decode-detections.js';
export { classReductionModel } from './class-reduction-model.js';
export { evaluatePlates, type PlateReport } from './evaluate-plates.js';
export { EvaluationError } from './evaluation-error.js';
export { inLanes } from './in-lanes.js';
export { listPictures } from './list-pictures.js';
export { onlyListed } from './only-listed.js';
export { openModel, ownModels } from './open-model.js';
export {
  evaluateImages,
  evaluateYolo,
  type EvaluatedModel,
  type ImageReport,
  type YoloReport,
} from './pictures-report.js';
export { printTable } from './print-table.js';
export { readImageFolder } from './read-image-folder.js';
export { readYoloFolder } from './read-yolo-folder.js';
export { type HazardRoc } from './score-hazards.js';
export { type AtThreshold, type ClassScore } from './score-objects.js';
