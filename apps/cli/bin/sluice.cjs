#!/usr/bin/env node
'use strict';
require('@sluice/worker/launch')(__filename, require('path').join(__dirname, '../dist/main.js'));
