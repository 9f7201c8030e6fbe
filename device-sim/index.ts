export { BrokerAccount } from './broker/account.js';
export { startBroker, type Broker, type BrokerOptions } from './broker/broker.js';
export { simulatorAccounts } from './broker/sim-accounts.js';
export { drawClip, type DrawClipOptions } from './camera/draw-clip.js';
export { FfmpegSource, type FfmpegSourceOptions } from './camera/ffmpeg-source.js';
export { prepareDrawnCamera, type DrawnCamera } from './camera/drawn-camera.js';
export { createFootageCamera, type FootageCamera, type FootageOptions } from './camera/footage-source.js';
export { Scene } from './camera/scene.js';
export { encodeHj212RealTime, type Hj212RealTime } from './monitors/encode-hj212.js';
export type { AccessUnit, AccessUnitListener, AccessUnitSource } from './rtsp/access-unit.js';
export { AnnexBSplitter } from './rtsp/annexb-splitter.js';
export { startRtspServer, type RtspServer, type RtspServerOptions } from './rtsp/rtsp-server.js';
export { ScenarioError, loadScenario, parseScenario } from './scenarios/load-scenario.js';
export { ExpectedFinding, Scenario, ScenarioCamera, ScenarioMonitor } from './scenarios/scenario.js';
export { packagesByState, readCases } from './demo/demo-summary.js';
export { fourKinds } from './demo/four-kinds.js';
export { startProcess, type StartedProcess } from './demo/start-process.js';
export {
  repositoryFile,
  startProduct,
  type OutsideBroker,
  type Product,
  type StartProductOptions,
} from './demo/start-product.js';
