import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InferencePool, PlateReader, findFfmpeg, loadPlateCards } from '@lamppost/detectors';
import { EventLog } from './event-log/event-log.js';
import { EventRecorder } from './event-log/event-recorder.js';
import { FootageRings } from './footage/footage-rings.js';
import type { Gateway, StartGatewayOptions } from './gateway-options.js';
import { startHttpServer } from './http/http-server.js';
import { LinkBoard } from './http/link-board.js';
import { createMetrics } from './http/metrics.js';
import { makeUplink } from './make-uplink.js';
import { openEvidence } from './open-evidence.js';
import { CameraPipelines } from './pipeline/camera-pipelines.js';
import { evidenceLooks } from './pipeline/evidence-looks.js';
import { evidenceReadings } from './pipeline/evidence-readings.js';
import { EvidenceWorker } from './pipeline/evidence-worker.js';
import { Judge } from './pipeline/judge.js';
import { recordViolation } from './pipeline/record-violation.js';
import { takeManyReadings, takeReadings } from './pipeline/take-readings.js';
import { openRetention } from './retention/open-retention.js';
import { CameraSet } from './sources/camera-set.js';
import { DeviceRegistry } from './sources/device-registry.js';
import { latenessOf } from './sources/lateness-of.js';
import { MqttLink } from './sources/mqtt/mqtt-link.js';
import { startConsole } from './start-console.js';
import { startRollout } from './start-rollout.js';
import { footageSpanMs, startRules } from './start-rules.js';
import { startRounds } from './start-rounds.js';
import { startReminders } from './start-reminders.js';
import { startRuleDesk } from './start-rule-desk.js';
import { startReports } from './start-reports.js';
import { startSensors } from './start-sensors.js';
import { openTimeSeries } from './time-series/open-time-series.js';
import { UndoList } from './undo-list.js';

const STALL_MS = 15_000;
const MAX_CAMERAS = 64;

/**
 * Builds the gateway out of its parts and starts it: from the uplink back to the sources, so that nothing comes before it can be kept. What was
 * started is ended again when a part does not start.
 */
export async function startGateway(options: StartGatewayOptions): Promise<Gateway> {
  const undo = new UndoList();
  try {
    return await start(options, undo);
  } catch (error) {
    await undo.run(options.log);
    throw error;
  }
}

async function start(options: StartGatewayOptions, undo: UndoList): Promise<Gateway> {
  const { config, clock, dataDirectory, secrets } = options;
  const { gatewayId } = config;
  const { document } = options.rules.first.rules;
  const logOf = (component: string) => options.log.child({ component });
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });

  const ffmpeg = await findFfmpeg(options.ffmpegPath);
  const plateCards = await loadPlateCards();
  // First of all that is opened: a model that cannot be read with certainty is no reason to touch anything else.
  const pool = await InferencePool.create({
    threads: config.inferenceThreads,
    models: options.models,
    log: logOf('inference'),
  });
  undo.add(() => pool.close());
  const plates = new PlateReader();
  const metrics = createMetrics();
  const registry = new DeviceRegistry(config);
  const retention = openRetention({ dataDirectory, clock, log: logOf('retention') });
  const sealing = await openEvidence({ ...options, logOf, onDeleted: retention.packageDeleted });
  const { key, spool, clockWatch } = sealing;
  undo.add(() => spool.close());
  const eventLogDirectory = join(dataDirectory, 'event-log');
  const eventLog = await EventLog.open({
    directory: eventLogDirectory,
    gatewayId,
    budgetBytes: config.eventLog.bytes,
    days: config.eventLog.days,
    clock,
    log: logOf('event-log'),
  });
  undo.add(() => eventLog.close());
  metrics.onEventLog(() => eventLog.figures());
  const recorder = new EventRecorder(eventLog, clock, (outcome) => {
    ruleDesk.outcome(outcome);
  });
  const board = new LinkBoard({
    version: options.version,
    clock,
    metrics,
    packagesWaiting: () => {
      const { waiting, pending } = spool.counts();
      return waiting + pending;
    },
    shortages: () => spool.shortages(),
  });
  const { client, uplink, shortages } = makeUplink({
    ...{ config, sealing, enrolmentCode: secrets.enrolmentCode, board, metrics, clock },
    log: logOf('uplink'),
  });
  const series = openTimeSeries({
    file: join(dataDirectory, 'readings.db'),
    gatewayId,
    maxBytes: config.readingBytes,
    influx: config.influx === undefined ? null : { ...config.influx, password: secrets.influxPassword ?? undefined },
    log: logOf('time-series'),
  });
  undo.add(() => series.close());
  const rings = new FootageRings({
    directory: join(dataDirectory, 'ring'),
    keepMs: footageSpanMs(document),
    maxBytes: config.ringBytesPerCamera,
    onDeleted: retention.segmentDeleted,
  });
  const rules = startRules({
    ...options.rules,
    judge: () => judge,
    recorder,
    sensors: config.sensors,
    rings,
    series,
    board,
    metrics,
    clock,
    log: logOf('rules'),
  });
  const { live } = rules;
  undo.add(() => {
    rules.close();
  });
  const ruleDesk = startRuleDesk({
    ...{ config, dataDirectory, rules, ruleFile: options.rules, board, registry, eventLog, eventLogDirectory, rings },
    ...{ ffmpegPath: ffmpeg.path, sight: pool, client, clock, log: logOf('rule-desk') },
  });
  undo.add(() => ruleDesk.close());
  const evidence = new EvidenceWorker({
    gatewayId,
    models: [...pool.models],
    plates,
    plateModels: plateCards.map(({ name, sha256 }) => ({ name, sha256 })),
    rules: () => live.decidedBy(),
    documentOf: (decidedBy) => live.documentOf(decidedBy),
    software: sealing.software,
    clockStatus: () => clockWatch.status(),
    key,
    ffmpegPath: ffmpeg.path,
    sight: pool,
    readings: (violation, judgedBy) => evidenceReadings(violation, { document: judgedBy, series }),
    looks: async (violation) => {
      await eventLog.flush();
      return evidenceLooks(violation, eventLogDirectory);
    },
    spool,
    rings,
    clock,
    log: logOf('evidence'),
    onSealed: (violation, shown) => {
      uplink.wake();
      ruleDesk.sealed(violation, shown);
    },
  });
  const link = new MqttLink({
    gatewayId,
    url: config.mqtt.url,
    username: config.mqtt.username,
    password: secrets.mqttPassword,
    caFile: options.caFile,
    protocolVersion: config.mqtt.protocolVersion,
    clock,
    log: logOf('mqtt'),
    onStatus: (status) => {
      board.set('broker', status);
    },
  });
  board.onChange((status) => {
    link.publishStatus(status);
  });
  const reminders = startReminders({
    dataDirectory,
    client,
    judge: () => judge,
    registry,
    link,
    rings,
    ffmpegPath: ffmpeg.path,
    states: spool.states,
    clock,
    log: logOf('reminders'),
  });
  metrics.onReminders(reminders.dropped);
  undo.add(reminders.close);
  const judge = new Judge({
    book: { gatewayId, document, lateness: { sensors: latenessOf(config.sensors) } },
    states: spool.states,
    onViolation: (violation) => {
      recordViolation(violation, { registry, spool, live, metrics, link, evidence, log: logOf('rules') });
    },
    onOther: reminders.take,
    recorder,
  });
  judge.restoreWindows(series, clock.nowMs());
  const desk = startConsole({
    ...{ config, dataDirectory, pool, rings, series, spool, board, registry, clockWatch, shortages, clock },
    ...{ judge: () => judge, pipelines: () => pipelines, ruleDesk: ruleDesk.services, ffmpegPath: ffmpeg.path },
    isTls: options.tls != null,
    log: logOf('console'),
  });
  undo.add(desk.close);
  const pipelines = new CameraPipelines({
    pool,
    judge,
    states: spool.states,
    metrics,
    clock,
    log: logOf('pipeline'),
    onSeen: desk.onSeen,
  });
  const cameras = new CameraSet({
    rings,
    taps: desk.taps,
    maxCameras: MAX_CAMERAS,
    looksPerSecond: config.looksPerSecond,
    frameSize: pool.frameSize,
    stallMs: STALL_MS,
    ffmpeg,
    clock,
    log: logOf('camera'),
    metrics,
    onFrame: (frame) => pipelines.take(frame),
    mayRest: (cameraId) => pipelines.mayRest(cameraId),
    onStatus: (cameraId, status) => {
      if (status === null) desk.onWithdrawn(cameraId);
      board.setCamera(cameraId, status);
      recorder.device(cameraId, status?.state ?? 'withdrawn', status?.reason ?? null);
    },
  });
  metrics.onSources(() => judge.figures());
  metrics.onCollect({ spool: () => spool.counts(), cameras: () => pipelines.figures() });

  const { readingDays, keptPackageDays } = config;
  const rounds = startRounds({
    ...{ judge, pipelines, link, board, series, spool, readingDays, keptPackageDays, clock, logOf },
    noteFootage: retention.noteFootage,
  });
  undo.add(() => {
    rounds.stop();
  });
  const http = await startHttpServer({
    host: config.http.host,
    port: config.http.port,
    tls: options.tls ?? undefined,
    addConsole: desk.addTo,
    metricsToken: secrets.metricsToken,
    metrics,
    status: () => board.status(),
    missing: () => board.missing(),
    degraded: () => [...board.degraded(), ...pipelines.degraded(), ...shortages()],
  });
  undo.add(() => http.close());
  clockWatch.start();
  uplink.start();
  const reports = startReports({ config, client, board, spool, clockWatch, shortages, clock, log: logOf('reports') });
  evidence.wake();
  undo.add(async () => {
    await cameras.closeAll();
    await Promise.all([evidence.close(), plates.close(), uplink.stop(), reports.stop(), clockWatch.stop()]);
  });
  for (const { id, rtspUrl } of config.cameras) cameras.open(id, rtspUrl);
  const sensors = await startSensors({
    config,
    secrets: secrets.hj212,
    dataDirectory,
    registry,
    cameras,
    series,
    board,
    metrics,
    link,
    clock,
    logOf,
    onFaults: (faults) => {
      recorder.faults(faults);
    },
    onReadings: (readings) => {
      takeReadings(readings, { series, judge });
      desk.onReadings(readings);
    },
    onManyReadings: async (readings) => {
      await takeManyReadings(readings, { series, judge });
      desk.onReadings(readings);
    },
  });
  link.open(async (messages) => sensors.take(reminders.takeAnswers(messages)));
  const rollout = startRollout({ ...options, sealing, client, rules, log: logOf('rollout') });

  return {
    url: http.listeningOrigin,
    hj212Port: sensors.tcpPort,
    reloadRules: () => {
      rules.reload();
    },
    close: async () => {
      rounds.stop();
      await rollout.stop();
      rules.close();
      await cameras.closeAll();
      await link.close();
      await sensors.close();
      await pool.close();
      rounds.save();
      await Promise.all([evidence.close(), plates.close(), reminders.close()]);
      await Promise.all([uplink.stop(), reports.stop()]);
      await clockWatch.stop();
      await ruleDesk.close();
      desk.close();
      await http.close();
      await series.close();
      await eventLog.close();
      await spool.close();
    },
  };
}
