'use strict';
/* node --require: as the process ends, its peak memory (KiB) goes to the file named by PEAK_MEMORY_FILE. */
const fs = require('node:fs');

process.on('exit', () => {
  fs.writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
