export { GatewayConfig } from './config/gateway-config.js';
export { readYaml } from '@lamppost/detectors';
export { extractStill } from './footage/extract-still.js';
export { FootageRing } from './footage/footage-ring.js';
export { RuleDocument } from './rules/rule-document.js';
export { CameraStream } from './sources/rtsp/camera-stream.js';
