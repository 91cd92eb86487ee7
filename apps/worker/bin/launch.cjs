'use strict';
// Runs on old Nodes too: nothing here is newer than Node 12.
var childProcess = require('child_process');
var path = require('path');
var url = require('url');
var v8 = require('v8');

var oldestMajor = 24;

/**
 * How many percent of what was alive at the last collection of all objects may be added before the next. V8's own choice is up to
 * four times what was alive: garbage, here, that makes a worker a fifth larger. Threads take it over as they start.
 */
var heapGrowingPercent = 100;

/**
 * Imports a module with this Node when it is new enough, else runs `script` again with the Node that the project
 * brought along.
 */
module.exports = function launch(script, modulePath) {
  if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
    v8.setFlagsFromString('--heap-growing-percent=' + heapGrowingPercent);
    endWithLauncher();
    import(url.pathToFileURL(modulePath).href).catch(function (error) {
      process.stderr.write(String((error && error.stack) || error) + '\n');
      process.exit(2);
    });
    return;
  }
  var node = ownNode();
  if (node === null) {
    process.stderr.write(
      'Sluice needs Node ' +
        oldestMajor +
        ' or newer, this is ' +
        process.version +
        '; install it, or run ' +
        '"npm ci" with optional dependencies, which bring it along on Linux\n',
    );
    process.exit(2);
  }
  runAgain(node, script);
};

function ownNode() {
  var name = 'node-' + process.platform + '-' + process.arch;
  try {
    return path.join(path.dirname(require.resolve(name + '/package.json')), 'bin', 'node');
  } catch {
    return null;
  }
}

/** The launcher lives as long as the program, passes signals on and ends as the program ended. */
function runAgain(node, script) {
  var child = childProcess.spawn(node, process.execArgv.concat(script, process.argv.slice(2)), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  });
  child.on('exit', function (code, signal) {
    process.exitCode = signal === null ? code : 128 + require('os').constants.signals[signal];
    process.exit();
  });
}

/** A program whose launcher was killed ends too. */
function endWithLauncher() {
  if (!process.channel) return;
  process.channel.unref();
  process.on('disconnect', function () {
    process.kill(process.pid, 'SIGTERM');
  });
}
