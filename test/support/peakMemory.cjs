'use strict';
/* For node --require: writes the process's peak memory (KiB) at its end into the file of PEAK_MEMORY_FILE. */
const fs = require('node:fs');

process.on('exit', () => {
  fs.writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
