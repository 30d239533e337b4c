/*
 * Measures the extension host between the commands `Probe: Start` and `Probe: Stop`. The latter writes a Measurement
 * (see test/e2e/probe.ts) as JSON into the file of the environment variable PROBE_FILE.
 */
const { renameSync, writeFileSync } = require('node:fs');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const vscode = require('vscode');

const RESOLUTION_MS = 10;

exports.activate = ({ subscriptions }) => {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const start = () => {
    histogram.reset();
    histogram.enable();
  };
  const stop = () => {
    histogram.disable();
    // The histogram records the intervals of a timer; the excess over its period is the delay.
    const delay = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    const [activation] = performance.getEntriesByName('s3TrainingData.activate');
    const { rss } = process.memoryUsage();
    collectGarbage();
    const measurement = {
      delayP50: delay(histogram.percentile(50)),
      delayP99: delay(histogram.percentile(99)),
      delayMax: delay(histogram.max),
      activation: activation?.duration,
      activated: activation && performance.timeOrigin + activation.startTime,
      rss,
      heap: process.memoryUsage().heapUsed,
    };
    const file = process.env.PROBE_FILE;
    writeFileSync(`${file}.partial`, JSON.stringify(measurement));
    renameSync(`${file}.partial`, file);
  };
  subscriptions.push(
    vscode.commands.registerCommand('probe.start', start),
    vscode.commands.registerCommand('probe.stop', stop),
  );
};

/** Collects garbage, because unreachable objects do not count as used memory. */
function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
